export {
  createTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
  type TestTokenOptions,
} from '@toolgraph/access-token/testing'
export {
  createTestClient,
  type TestAnswer,
  type TestClient,
  type TestClientOptions,
} from './lib/test-client.ts'
