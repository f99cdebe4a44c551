import { compareNumbers, compareText, type Keys, type KeyType, parseNumber } from '@cmz/store-core'

type CompareTexts = (left: string, right: string) => number

/** The order of key texts that `compareKeys` gives the keys: strings and binaries by bytes, numbers by value. */
export function keyOrder({ partitionKey, sortKey }: Keys): CompareTexts {
  const comparePartitions = comparing[partitionKey.type]
  if (sortKey === undefined) return comparePartitions
  const compareSorts = comparing[sortKey.type]
  return (left, right) => {
    const leftColon = left.indexOf(':')
    const rightColon = right.indexOf(':')
    const leftEnd = leftColon + 1 + Number(left.slice(0, leftColon))
    const rightEnd = rightColon + 1 + Number(right.slice(0, rightColon))
    return (
      comparePartitions(left.slice(leftColon + 1, leftEnd), right.slice(rightColon + 1, rightEnd)) ||
      compareSorts(left.slice(leftEnd), right.slice(rightEnd))
    )
  }
}

const comparing: Readonly<Record<KeyType, CompareTexts>> = {
  S: compareText,
  N: compareNumberTexts,
  B: compareText, // one character a byte
}

/** A double holds up to 15 digits exactly. */
const exactLength = 15

function compareNumberTexts(left: string, right: string): number {
  if (left.length <= exactLength && right.length <= exactLength) return Number(left) - Number(right)
  return compareNumbers(parseNumber(left), parseNumber(right))
}
