export { CodedError } from './lib/coded-error.ts'
export { fail, ok, type Result } from './lib/result.ts'
