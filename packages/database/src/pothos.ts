export { getDatamodel, type default as PrismaTypes } from '../generated/pothos-types.ts'
