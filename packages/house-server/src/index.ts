export type {
  HouseServer,
  HouseServerOptions,
  Outside,
  ServerEnvironment,
} from './lib/house-server.ts'
export { isPlainText } from './lib/is-plain-text.ts'
export { serverEnvironment } from './lib/server-environment.ts'
export { svgIcon } from './lib/svg-icon.ts'
