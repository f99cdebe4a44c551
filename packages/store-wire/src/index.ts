export type { Fault, FaultCall, FaultError, FaultHook } from './faults/fault.ts'
export {
  type Endpoint,
  type EndpointOptions,
  type EndpointSettings,
  startEndpoint,
  type Timeouts,
} from './http/start-endpoint.ts'
export type { VisitorOptions } from './http/visitors.ts'
export {
  type SdkAbortSignal,
  type SdkHandlerOptions,
  type SdkRequest,
  type SdkResponse,
  type StoreRequestHandler,
  storeRequestHandler,
} from './sdk/store-request-handler.ts'
export { type Answer, answer, type RequestContext } from './service/answer.ts'
export {
  type OpenService,
  openService,
  type ServiceData,
  type ServiceOptions,
  type ServiceSettings,
} from './service/open-service.ts'
export type { Service } from './service/service.ts'
export { sweepExpired } from './tables/sweep-expired.ts'
