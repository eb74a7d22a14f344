/** What a wish says without words. */
export interface Clues {
  /** The wish without its paths. */
  text: string
  /** Words that stand for what was taken out: `presentation` for `talk.pptx`. */
  words: string[]
}

/** What is in a file, by its ending. */
const ENDINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    doc: 'word document',
    docx: 'word document docx',
    odt: 'document',
    xls: 'excel spreadsheet sheet',
    xlsx: 'excel spreadsheet sheet',
    csv: 'csv spreadsheet file',
    ppt: 'presentation slide powerpoint',
    pptx: 'presentation slide powerpoint',
    pdf: 'pdf document',
    png: 'image picture',
    jpg: 'image picture',
    jpeg: 'image picture',
    gif: 'image picture',
    webp: 'image picture',
    svg: 'image picture svg',
    mp3: 'audio',
    wav: 'audio',
    m4a: 'audio',
    mp4: 'video',
    mov: 'video',
    mkv: 'video',
    zip: 'archive zip',
    db: 'database sqlite',
    sqlite: 'database sqlite',
    ...Object.fromEntries(
      'md txt html htm json xml yaml yml toml log py ts tsx js jsx css java go rs rb php c cpp h sh sql'
        .split(' ')
        .map((ending) => [ending, 'file']),
    ),
  }),
)

const FILE = /(?:[~\w.-]*\/)?(?:[\w.-]+\/)*[\w-]+\.([a-z][a-z\d]{0,4})\b(?!\.\w)/gi
const FOLDER = /(?<![\w:/])~?\/(?:[\w.-]+\/)*[\w.-]+/g
const BLOB = /(?:data:[\w/+.-]+;base64,)?[A-Za-z\d+/]{60,}={0,2}/g
const ADDRESS = /\bhttps?:\/\/(?:www\.)?([^\s/:?#]+)\S*/gi
const WRITES = /\b(?:save|write|store|output|create|generate|put|export|draft)|保存|書|作成/i
const READS = /\b(?:read|open|load|under|analy[sz]e|summari[sz]e|check)\b|読|開/i
/** `Next.js` is no file. */
const LIBRARY = /^[a-z]+\.(?:js|ts)$/i

/**
 * Takes pasted data out of a wish: a picture in base64 says `image`.
 *
 * Pure: no I/O, no clock.
 */
export function dropPastedData(wish: string): string {
  return wish.replace(BLOB, (blob) => ` ${kindOfData(blob.replace(/^data:[^,]*,/, ''))} `)
}

/**
 * Reads the paths and addresses of a wish: what they are made of are no words, what they are is.
 *
 * Pure: no I/O, no clock.
 */
export function readClues(wish: string): Clues {
  const words = new Set<string>()
  const add = (text: string) => text.split(' ').forEach((word) => words.add(word))
  const text = wish
    // The site says something; the rest of an address is seldom words.
    .replace(ADDRESS, (_, host: string) => ` ${host.split('.').slice(0, -1).join(' ')} url `)
    .replace(FILE, (whole, ending: string) => {
      const kind = ENDINGS.get(ending.toLowerCase())
      if (kind === undefined || LIBRARY.test(whole)) return whole
      add(kind)
      return ' '
    })
    .replace(FOLDER, () => {
      add('directory')
      return ' '
    })
  if (words.has('file') && WRITES.test(text)) add('write')
  if (words.has('file') && READS.test(text)) add('read')
  return { text, words: [...words] }
}

function kindOfData(data: string): string {
  if (/^(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR)/.test(data)) return 'image'
  return data.startsWith('JVBERi0') ? 'pdf document' : ''
}
