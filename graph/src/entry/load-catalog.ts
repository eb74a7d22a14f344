// Loads the catalog that the project carries into the database, and says in one line what it did.
import { createDatabase } from '@toolgraph/database/node'
import { defineEnvironment, readEnvironment, text } from '@toolgraph/entry'
import { CATALOG } from '../../catalog/index.ts'
import { loadCatalog } from '../storage/import-catalog.ts'

const { DATABASE_URL } = readEnvironment(
  defineEnvironment({ DATABASE_URL: text(undefined, 'the connection string of the role "graph"') }),
  process.env,
)
const database = createDatabase(DATABASE_URL, { max: 1 })
try {
  const { added, changed, unchanged } = await loadCatalog(database, CATALOG)
  console.log(
    `Catalog of ${CATALOG.length} servers: ${added} added, ${changed} changed, ${unchanged} unchanged`,
  )
} finally {
  await database.$disconnect()
}
