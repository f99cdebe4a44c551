export { type Answer, answer } from './service/answer.ts'
export type { Service } from './service/service.ts'
