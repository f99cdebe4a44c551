export { localCredentials, localRegion } from './local-credentials.ts'
export type { RunningServer } from './running-server.ts'
export { startDynalite } from './start-dynalite.ts'
export { dynoxideAvailable, startDynoxide } from './start-dynoxide.ts'
