import { ConfigurationException } from '@cmz/store'
import { destination, levels, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

const names = [...Object.keys(levels.values), 'silent']

/** JSON lines on stderr, since stdout carries the ready line only. ConfigurationException on an unknown level. */
export function createLogger(level: string): Logger {
  if (!names.includes(level)) {
    throw new ConfigurationException(`LOG_LEVEL is ${JSON.stringify(level)}: set it to one of ${names.join(', ')}`)
  }
  // synchronous, so that the last lines before an exit are written
  return pino({ level }, destination({ dest: 2, sync: true }))
}
