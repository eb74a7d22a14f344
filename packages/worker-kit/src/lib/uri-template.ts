/** A URI template (RFC 6570), read for matching. */
export interface UriTemplate {
  /** The names of its variables, in their order. */
  readonly variables: readonly string[]
  /** The values of the variables in a URI, decoded, or `undefined` for a URI of another form. */
  match(uri: string): Record<string, string> | undefined
}

/** What each operator stands for: what comes before a value, and which characters a value has. */
const OPERATORS: Readonly<Record<string, { first: string; next: string; value: string }>> = {
  '': { first: '', next: ',', value: '[^/?#,]+' },
  '+': { first: '', next: ',', value: '[^?#,]+' },
  '#': { first: '#', next: ',', value: '[^,]+' },
  '.': { first: '.', next: '.', value: '[^/?#,.]+' },
  '/': { first: '/', next: '/', value: '[^/?#]+' },
  ';': { first: ';', next: ';', value: '[^/?#,;]+' },
}

const EXPRESSION = /\{([+#./;?&]?)([A-Za-z0-9_]+(?:,[A-Za-z0-9_]+)*)\}/g

/** Longer ones name nothing of ours, and cost time to match. */
const MAX_URI = 2_000

/** Whether a URI has variables. */
export function isUriTemplate(text: string): boolean {
  return text.includes('{')
}

/**
 * Reads a template of RFC 6570. The forms `{?a,b}` and `{&a}` come last; their values may be absent
 * and in any order. Every other variable has a value.
 *
 * @throws TypeError For a form that no URI can be matched against without doubt
 */
export function parseUriTemplate(template: string): UriTemplate {
  if (/[{}]/.test(template.replaceAll(EXPRESSION, ''))) {
    throw unreadable(template, 'it is no template of RFC 6570, or has a form that only expands')
  }
  const variables: string[] = []
  const inQuery: string[] = []
  let pattern = ''
  let end = 0
  for (const { 0: whole, 1: operator = '', 2: list = '', index } of template.matchAll(EXPRESSION)) {
    const literal = template.slice(end, index)
    if (inQuery.length > 0) throw unreadable(template, 'what is in the query comes last')
    if (literal === '' && end > 0 && OPERATORS[operator]?.first === '') {
      throw unreadable(template, 'nothing stands between two variables')
    }
    const names = list.split(',')
    variables.push(...names)
    if (operator === '?' || operator === '&') inQuery.push(...names)
    pattern += escape(literal) + toPattern(operator, names)
    end = index + whole.length
  }
  const rest = template.slice(end)
  if (new Set(variables).size < variables.length)
    throw unreadable(template, 'a name is there twice')
  if (inQuery.length > 0 && rest !== '') throw unreadable(template, 'the query comes last')

  const whole = new RegExp(`^${pattern}${escape(rest)}$`)
  return { variables, match: (uri) => match(uri, whole, variables, inQuery) }
}

function toPattern(operator: string, names: readonly string[]): string {
  if (operator === '?' || operator === '&') return `(?:[${operator}]([^#]*))?`
  const { first, next, value } = OPERATORS[operator] ?? { first: '', next: ',', value: '[^/]+' }
  const isNamed = operator === ';'
  const one = (name: string) => (isNamed ? `${escape(name)}=(${value})` : `(${value})`)
  return escape(first) + names.map(one).join(escape(next))
}

function match(
  uri: string,
  whole: RegExp,
  variables: readonly string[],
  inQuery: readonly string[],
): Record<string, string> | undefined {
  if (uri.length > MAX_URI) return undefined
  const found = whole.exec(uri)
  if (found === null) return undefined
  const inPath = variables.slice(0, variables.length - inQuery.length)
  try {
    const values = inPath.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])
    const query = inQuery.length === 0 ? [] : readQuery(found[inPath.length + 1] ?? '')
    if (query.some(([name = '']) => !inQuery.includes(name))) return undefined
    return Object.fromEntries([...values, ...query])
  } catch {
    // An escape that is none: `%zz`.
    return undefined
  }
}

function readQuery(text: string): string[][] {
  const pairs = text === '' ? [] : text.split('&')
  return pairs.map((pair) => {
    const at = pair.indexOf('=')
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    return [decodeURIComponent(name), decodeURIComponent(value)]
  })
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function unreadable(template: string, why: string): TypeError {
  return new TypeError(`Cannot match URIs against "${template}": ${why}`)
}
