import { afterEach, describe, expect, it, vi } from 'vitest'
import { type CodeKind, KnownShapes } from './known-shapes.ts'

/** Says by what way a map came. */
const tracing: CodeKind = { isMap: 'map.constructor === Object', member: (value) => `context(${value})` }

/** The shapes, and whether a map's is among them. */
function shapes() {
  const known = new KnownShapes<(value: unknown) => unknown>(tracing)
  const knows = (map: object): boolean => known.make(map, (value) => value) !== undefined
  return { known, knows }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('known shapes', () => {
  it('are those that were learned, in any order of the names', () => {
    const { known, knows } = shapes()
    expect(knows({ a: 1, b: 2 })).toBe(false)
    known.learn({ a: 1, b: 2 })
    expect(knows({ b: 'x', a: null })).toBe(true)
    for (const other of [{}, { a: 1 }, { a: 1, c: 2 }, { a: 1, b: undefined }, { a: 1, b: 2, c: 3 }, [1, 2]]) {
      expect(knows(other)).toBe(false)
    }
  })

  it('tell the level of a member, and take one of another kind as any value', () => {
    const known = new KnownShapes<(value: unknown, level: number) => string>({
      isMap: 'map.constructor === Object',
      member: (value, level) => `context(${value}, ${level})`,
    })
    const told = (value: unknown, level: number): string => `${level}: ${JSON.stringify(value)}`
    known.learn({ a: 1, m: { n: { b: 2 } } })
    expect(known.make({ a: 1, m: { n: { b: 2 } } }, told)).toEqual({ a: '1: 1', m: { n: { b: '3: 2' } } })
    expect(known.make({ a: {}, m: { n: [3] } }, told)).toEqual({ a: '1: {}', m: { n: '2: [3]' } })
    expect(known.make({ a: 1, m: null }, told)).toEqual({ a: '1: 1', m: '1: null' })
  })

  it('are few, and those that are met stay', () => {
    const { known, knows } = shapes()
    for (let n = 0; n < 10; n++) {
      known.learn({ [`x${n}`]: n })
      knows({ x0: 0 })
    }
    expect(Array.from({ length: 10 }, (_, n) => n).filter((n) => knows({ [`x${n}`]: n }))).toHaveLength(8)
    expect(knows({ x0: 0 })).toBe(true)
  })

  it('that are met come to the front, and stay when others come', () => {
    const { known, knows } = shapes()
    for (let n = 0; n < 8; n++) known.learn({ [`x${n}`]: n })
    for (let n = 0; n < 8; n++) knows({ x7: 7 })
    for (let n = 8; n < 12; n++) known.learn({ [`x${n}`]: n })
    expect(knows({ x7: 7 })).toBe(true)
  })

  it('are learned seldom where many are met', () => {
    const { known, knows } = shapes()
    for (let n = 1; n < 1000; n++) known.learn({ [`x${n}`]: n })
    expect(knows({ x999: 1 })).toBe(false)
    known.learn({ late: 1 })
    expect(knows({ late: 1 })).toBe(true)
  })

  it('are none where a name means something to every object, where they are huge', () => {
    const { known, knows } = shapes()
    const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`x${n}`, n]))
    for (const map of [JSON.parse('{"__proto__":1}') as { a: 1 }, { toString: 'x' }, wide]) {
      known.learn(map)
      expect(knows(map)).toBe(false)
    }
  })

  it('are none where the process makes no code from text', () => {
    vi.stubGlobal('Function', function refuse() {
      throw new EvalError('Code generation from strings disallowed for this context')
    })
    const { known, knows } = shapes()
    known.learn({ nowhere: 1 })
    expect(knows({ nowhere: 1 })).toBe(false)
  })

  it('hide no other fault', () => {
    vi.stubGlobal('Function', function fail() {
      throw new RangeError('out of memory')
    })
    expect(() => shapes().known.learn({ failing: 1 })).toThrow('out of memory')
  })
})
