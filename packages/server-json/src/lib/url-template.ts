const VARIABLE = /\{([^}]+)\}/g

/** The names between braces in an address: `https://{host}/mcp` has `host`. */
export function variablesOf(url: string): string[] {
  return [...url.matchAll(VARIABLE)].map(([, name = '']) => name)
}

/** Reads an address whose variables stand for anything that fits there; `undefined` when nothing makes it an http address. */
export function parseTemplate(template: string): URL | undefined {
  const filled = template
    .replace(/^\{[^}]+\}:/, 'https:')
    .replaceAll(/:\{[^}]+\}(?=[/?#]|$)/g, ':8080')
    .replaceAll(VARIABLE, 'placeholder')
  const url = URL.parse(filled)
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined
}
