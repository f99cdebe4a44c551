export { dynamoDriver, type DynamoDriverOptions } from './dynamo-driver.ts'
export type { ClientOptions, Environment } from './client.ts'
