export {
  countTries,
  countTry,
  type CountedTry,
  type Limit,
  type LimitedKey,
  type Throttle,
  type TooMany,
} from './lib/throttle.ts'
