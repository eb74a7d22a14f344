// `npm start`: installs what is missing, then hands over to the launcher.
import { prepare, runInForeground } from './dependencies.mjs'

runInForeground(prepare(), ['packages/launcher/src/entry/launch.ts'])
