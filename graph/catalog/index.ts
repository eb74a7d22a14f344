import type { CatalogEntry } from '../src/import/catalog-entry.ts'
import { AI_AND_WEB } from './ai-and-web.ts'
import { BUSINESS } from './business.ts'
import { COMMUNICATION } from './communication.ts'
import { DATA } from './data.ts'
import { DEVELOPMENT } from './development.ts'
import { DOCUMENTATION } from './documentation.ts'
import { EVERYDAY } from './everyday.ts'
import { MEDIA } from './media.ts'
import { OPERATIONS } from './operations.ts'
import { WORK } from './work.ts'

/** The servers that the project lists from the first start on. */
export const CATALOG: readonly CatalogEntry[] = [
  ...WORK,
  ...COMMUNICATION,
  ...DEVELOPMENT,
  ...DOCUMENTATION,
  ...OPERATIONS,
  ...DATA,
  ...AI_AND_WEB,
  ...MEDIA,
  ...BUSINESS,
  ...EVERYDAY,
]
