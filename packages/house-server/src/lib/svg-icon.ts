/**
 * Makes the icon of a server of strokes, 24 by 24, which stands in its manifest and needs no address.
 *
 * @param paths What is drawn, as the `d` of a path
 * @param colour Of the strokes, as `#rrggbb`
 */
export function svgIcon(paths: string, colour: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${paths}"/></svg>`
  return {
    src: `data:image/svg+xml,${encodeURIComponent(svg)}`,
    mimeType: 'image/svg+xml',
    sizes: ['any'],
  }
}
