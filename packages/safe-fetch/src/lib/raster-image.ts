/** The kinds of pictures that a browser only draws: none of them can carry a script or a link. */
export type RasterType = 'image/png' | 'image/jpeg' | 'image/webp'

interface Picture {
  type: RasterType
  width: number
  height: number
}

/** Larger ones cost a browser more memory than a logo or an icon is worth, however few bytes they have. */
export const MAX_PICTURE_SIDE = 1024

/**
 * Says what kind of still raster picture these bytes are, by the bytes themselves; `undefined` for
 * anything else, for one that moves, and for one that is too large when it is drawn. Pure.
 */
export function readRasterType(bytes: Uint8Array): RasterType | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const picture = readPng(view) ?? readJpeg(view) ?? readWebp(view)
  if (!picture) return undefined

  const { type, width, height } = picture
  const isDrawable = [width, height].every((side) => side >= 1 && side <= MAX_PICTURE_SIDE)
  return isDrawable ? type : undefined
}

/** PNG (RFC 2083 §3): its header comes first; a chunk `acTL` before the picture makes it move. */
function readPng(view: DataView): Picture | undefined {
  const isPng = textAt(view, 1, 'PNG\r\n\x1a\n') && view.getUint8(0) === 0x89
  if (!isPng || !textAt(view, 12, 'IHDR') || view.byteLength < 33) return undefined

  for (let at = 33; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (textAt(view, at + 4, 'acTL')) return undefined
    if (textAt(view, at + 4, 'IDAT'))
      return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
  }
  return undefined
}

/** JPEG (ITU-T T.81, annex B): segments up to the frame header, which has the size. */
function readJpeg(view: DataView): Picture | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined

  for (let at = 2; at + 9 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame)
      return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
  }
  return undefined
}

/** WebP (RFC 9649 §2): simple, lossless or extended; the extended one says whether it moves. */
function readWebp(view: DataView): Picture | undefined {
  const isWebp = textAt(view, 0, 'RIFF') && textAt(view, 8, 'WEBP')
  if (!isWebp || view.byteLength < 30) return undefined

  const type = 'image/webp'
  if (textAt(view, 12, 'VP8 '))
    return {
      type,
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
    }
  if (textAt(view, 12, 'VP8L')) {
    const bits = view.getUint32(21, true)
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  const moves = (view.getUint8(20) & 0b10) !== 0
  if (!textAt(view, 12, 'VP8X') || moves) return undefined
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  return { type, width: uint24(24) + 1, height: uint24(27) + 1 }
}

function textAt(view: DataView, at: number, text: string): boolean {
  if (at + text.length > view.byteLength) return false
  return [...text].every((character, i) => view.getUint8(at + i) === character.charCodeAt(0))
}
