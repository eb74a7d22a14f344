export {
  defineEnvironment,
  flag,
  list,
  mode,
  port,
  readEnvironment,
  secret,
  text,
  url,
  wholeNumber,
  type EnvironmentDefinition,
  type Mode,
  type Values,
  type Variable,
} from './lib/environment.ts'
export { createLog, type Log } from './lib/log.ts'
