export { createThrottle, type ThrottleTable } from './lib/postgres-throttle.ts'
