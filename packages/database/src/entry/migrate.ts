import { migrate } from '../migrate.ts'

const url = process.env['DATABASE_URL']
if (!url) {
  console.error('Cannot migrate: set DATABASE_URL to the role that owns the schemas')
  process.exit(1)
}
const applied = await migrate(url)
console.log(applied.length ? `Applied ${applied.join(', ')}` : 'Nothing to apply')
