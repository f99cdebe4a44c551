import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileEngine } from '@cmz/store-file'
import { answer, openService, type Service, startEndpoint } from '@cmz/store-wire'
import { overHttp } from './over-http.ts'
import type { Party } from './wire-request.ts'

/** Of a journal: some commits, so that it is folded many times in a round. */
const foldBytes = 20_000

/** Where the data are, and how requests come; over HTTP the data are in memory. */
export type Place = 'file' | 'memory' | 'http'

export interface Ours extends Party {
  readonly close: () => Promise<void>
}

/** Our service without tables, on a folder of its own or in memory. */
export async function openOurs(place: Place): Promise<Ours> {
  switch (place) {
    case 'memory': {
      const service = await openService({ memory: true })
      return { ...inProcess(service), close: () => service.close() }
    }
    case 'http': {
      const endpoint = await startEndpoint({ memory: true })
      const party = overHttp(endpoint.url)
      return {
        answer: party.answer,
        close: async () => {
          party.close()
          await endpoint.stop()
        },
      }
    }
    case 'file': {
      const dir = await mkdtemp(join(tmpdir(), 'cmz-fuzz-wire-'))
      const opened = await openFileEngine({ dir, foldBytes, sharing: 'exclusive' })
      return {
        ...inProcess({ engine: opened.engine, now: Date.now, region: 'us-east-1' }),
        close: async () => {
          await opened.close()
          await rm(dir, { recursive: true, force: true })
        },
      }
    }
  }
}

function inProcess(service: Service): Party {
  return {
    answer: async (operation, body) => {
      const { status, text } = await answer(service, `DynamoDB_20120810.${operation}`, body)
      return { status, body: text }
    },
  }
}
