export { SERVICES, settings, type LaunchedService } from './lib/services.ts'
export { startService, type RunningProcess } from './lib/start-service.ts'
