import { expect, it } from 'vitest'
import { Placeholders } from './placeholders.ts'

it('makes short placeholders that begin with a letter and never repeat', () => {
  const placeholders = new Placeholders()
  const names = Array.from({ length: 2000 }, (_, index) => placeholders.name(`attribute${index}`).slice(1))
  const values = Array.from({ length: 2000 }, (_, index) => placeholders.value(index).slice(1))
  expect(names).toEqual(values)
  expect(new Set(names).size).toBe(2000)
  expect(names.filter((each) => !/^[a-z][a-z0-9]*$/.test(each))).toEqual([])
  expect([0, 25, 26, 961, 962].map((index) => names[index])).toEqual(['a', 'z', 'a0', 'zz', 'a00'])
})
