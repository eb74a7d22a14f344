export { checkAddress, type AddressFailure } from './lib/check-address.ts'
export {
  createSafeFetch,
  type Hop,
  type HopFetch,
  type SafeFetch,
  type SafeFetchOptions,
} from './lib/create-safe-fetch.ts'
export { SafeFetchError, type SafeFetchErrorCode } from './lib/errors.ts'
export { isPublicAddress } from './lib/is-public-address.ts'
