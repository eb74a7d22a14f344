const NAMESPACE = /^[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]$/
const OWN_PART = /^[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/

/** Tells whether a name has the registry's form: a reverse-DNS namespace, one slash, its own part; each of two characters at least. */
export function isServerName(name: string): boolean {
  return describeServerNameFault(name) === undefined
}

/** Says what is wrong with a server's name; `undefined` when nothing is. */
export function describeServerNameFault(name: string): string | undefined {
  const [namespace = '', own, ...more] = name.split('/')
  if (own === undefined) return 'must be a namespace, one slash and a name: "com.example/server"'
  if (more.length > 0) return 'must have exactly one slash'
  if (!NAMESPACE.test(namespace))
    return 'has a namespace that does not begin and end with a letter or digit, with letters, digits, "." and "-" between'
  if (!OWN_PART.test(own))
    return 'has a name after the slash that does not begin and end with a letter or digit, with letters, digits, ".", "_" and "-" between'
  return undefined
}
