import { describe, expect, it } from 'vitest'
import { withOwn } from './projection.ts'

describe('a projection with what the store needs itself', () => {
  it('reads what is needed beside it, and takes it off', () => {
    const { paths, strip } = withOwn([['name'], ['address', 'zip']], ['id', 'name'])
    expect(paths).toEqual([['name'], ['address', 'zip'], ['id']])
    expect(strip({ name: 'Leo', address: { zip: '1' }, id: 'leo' })).toEqual({ name: 'Leo', address: { zip: '1' } })
  })

  it('reads as a whole what is needed and asked for in parts', () => {
    const { paths, strip } = withOwn([['name'], ['softDelete', 'x'], ['id', 0]], ['softDelete', 'id'])
    expect(paths).toEqual([['name'], ['softDelete'], ['id']])
    expect(strip({ name: 'Leo', softDelete: true, id: 'leo' })).toEqual({ name: 'Leo' })
  })
})
