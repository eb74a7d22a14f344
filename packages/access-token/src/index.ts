export { challenge, type Challenge, type ChallengeError } from './lib/challenge.ts'
export {
  checkClaims,
  type AccessTokenClaims,
  type ClaimsFailure,
  type ExpectedClaims,
} from './lib/check-claims.ts'
export {
  createIssuerReader,
  type IssuerFailure,
  type IssuerMetadata,
  type IssuerReader,
  type IssuerReaderOptions,
} from './lib/issuer-reader.ts'
export {
  protectedResourceMetadata,
  resourceMetadataUrl,
  type ProtectedResource,
  type ProtectedResourceMetadata,
} from './lib/protected-resource-metadata.ts'
export { readBearer, type BearerFailure } from './lib/read-bearer.ts'
export {
  createTokenVerifier,
  type AccessToken,
  type TokenFailure,
  type TokenVerifier,
  type TokenVerifierOptions,
} from './lib/token-verifier.ts'
