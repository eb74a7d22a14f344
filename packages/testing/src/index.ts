export { CORPUS_FILE, describeOnCorpus, HAS_CORPUS } from './lib/corpus.ts'
export { createTestDatabase, type TestDatabase } from './lib/test-database.ts'
export { obtainToken, type TokenRequest } from './lib/obtain-token.ts'
export { untilRegistered } from './lib/until-registered.ts'
