/**
 * What a namespace looks like at a glance: letters and digits that are taken for each other become one, and marks
 * between words go. Names are ASCII, so this is all that can be confused.
 *
 * Pure: no I/O, no clock.
 */
export function skeletonOf(namespace: string): string {
  return namespace
    .toLowerCase()
    .replaceAll('-', '')
    .replaceAll(/[013589i]/g, (character) => LOOK_ALIKES[character] ?? character)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  i: 'l',
  3: 'e',
  5: 's',
  8: 'b',
  9: 'g',
}

/** Finds the well-known namespace that another can be taken for; `undefined` for none. */
export function findLookAlike(namespace: string, wellKnown: readonly string[]): string | undefined {
  const skeleton = skeletonOf(namespace)
  return wellKnown.find((other) => other !== namespace && skeletonOf(other) === skeleton)
}
