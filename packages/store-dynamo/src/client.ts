import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { ConfigurationException } from '@cmz/store-core'

/** Where DynamoDB is and who asks. What is not given comes from the environment and the SDK's own chain. */
export interface ClientOptions {
  /** For example `http://127.0.0.1:8000`. Default: `DYNAMODB_ENDPOINT_URL`, else the region's own. */
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  readonly credentials?: DynamoDBClientConfig['credentials']
  /** Default: `process.env`. */
  readonly environment?: Environment | undefined
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The SDK waits longer before each attempt; together about half a minute under throttling. */
const maxAttempts = 8
/** Milliseconds. What is slower than this is a network that drops packets. */
const connectionTimeout = 5_000
/** Milliseconds without a byte. DynamoDB answers in far less. */
const socketTimeout = 30_000
/** Requests beyond this wait in this process. */
export const maxSockets = 256
/** Milliseconds that region and credentials may take; the SDK alone would ask a silent metadata service for longer. */
const configurationTimeout = 3_000

/** The SDK's client. Throws a ConfigurationException if the endpoint is no address. Nothing is sent yet. */
export function createClient({
  endpoint,
  region,
  credentials,
  environment = process.env,
}: ClientOptions): DynamoDBClient {
  const address = endpoint ?? variable(environment, 'DYNAMODB_ENDPOINT_URL')
  const keys = credentials ?? variableCredentials(environment)
  const place = region ?? variable(environment, 'AWS_REGION')
  const profile = variable(environment, 'AWS_PROFILE')
  return new DynamoDBClient({
    ...(address !== undefined && { endpoint: checkEndpoint(address) }),
    ...(place !== undefined && { region: place }),
    ...(profile !== undefined && { profile }),
    ...(keys !== undefined && { credentials: keys }),
    ...(variable(environment, 'AWS_MAX_ATTEMPTS') === undefined && { maxAttempts }),
    ...(variable(environment, 'AWS_RETRY_MODE') === undefined && { retryMode: 'standard' }),
    requestHandler: { connectionTimeout, socketTimeout, httpAgent: { maxSockets }, httpsAgent: { maxSockets } },
  })
}

/** Finds region and credentials now, so that what is missing is said at once: a ConfigurationException. */
export async function checkConfiguration(client: DynamoDBClient): Promise<void> {
  const [region, credentials] = await Promise.all([
    faultOf(() => client.config.region()),
    faultOf(() => client.config.credentials()),
  ])
  if (region === undefined && credentials === undefined) return
  const faults = [
    region && `no region (${region.message}): set AWS_REGION, or AWS_PROFILE to a profile with a region`,
    credentials &&
      `no credentials (${credentials.message}): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE ` +
        'to a profile that has them; for a local server at DYNAMODB_ENDPOINT_URL any values will do',
  ].filter(Boolean)
  throw new ConfigurationException(`DynamoDB cannot be used: ${faults.join('; ')}`, { cause: region ?? credentials })
}

/** Why something cannot be found in time, or `undefined` if it can. */
async function faultOf(find: () => Promise<unknown>): Promise<Error | undefined> {
  const { promise, reject } = Promise.withResolvers<never>()
  const late = (): void => reject(new Error(`none found within ${configurationTimeout / 1000} seconds`))
  const timer = setTimeout(late, configurationTimeout)
  try {
    await Promise.race([find(), promise])
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }
}

function checkEndpoint(endpoint: string): string {
  const protocol = URL.parse(endpoint)?.protocol
  if (protocol === 'http:' || protocol === 'https:') return endpoint
  throw new ConfigurationException(
    `The DynamoDB endpoint ${JSON.stringify(endpoint)} is no address: set DYNAMODB_ENDPOINT_URL to something like http://127.0.0.1:8000`,
  )
}

/** The SDK reads its keys from the process's own environment; another one has to be handed to it. */
function variableCredentials(environment: Environment): DynamoDBClientConfig['credentials'] {
  if (environment === process.env || variable(environment, 'AWS_PROFILE') !== undefined) return undefined
  const accessKeyId = variable(environment, 'AWS_ACCESS_KEY_ID')
  const secretAccessKey = variable(environment, 'AWS_SECRET_ACCESS_KEY')
  const sessionToken = variable(environment, 'AWS_SESSION_TOKEN')
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}

function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name]
  return value === '' ? undefined : value
}
