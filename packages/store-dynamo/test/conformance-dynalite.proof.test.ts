import { describeServer } from './describe-server.ts'
import { servers } from './servers.ts'

/** dynalite compares nested values by identity of its parsed JSON, and binaries as text; it takes empty index keys. */
const dynaliteGaps = {
  'numbers in lists and maps are equal by value': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'eq compares lists and maps by their contents': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'contains finds a list within a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'contains finds null in a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'an empty index key is refused from whoever does not know the index':
    'dynalite takes an empty text for an index key (rule 2.12)',
  'bytes that are no text are told apart': 'dynalite decodes binaries as UTF-8 before it looks into them (rule 4.12)',
  'a sum beyond 38 digits or the range is refused': 'dynalite stores 39 digits and more (rule 5.7)',
  'positions are those of the list as it was': 'dynalite moves the elements with each removal (rule 5.11)',
  'a driver makes no item by an update that only takes away': 'dynalite makes an item of the key (rule 5.14)',
  'a driver makes no item by taking members out of sets': 'dynalite makes an item of the key (rule 5.14)',
  'a driver answers with nothing where it made nothing': 'dynalite makes an item of the key (rule 6.6)',
  'a driver takes away from an item that is not there, however deep': 'dynalite refuses the path (rule 5.12)',
  'two sets of the same members are equal, inside lists and maps too':
    'dynalite never finds two lists or two maps equal (rule 4.15)',
  'two attributes that are missing are not equal': 'dynalite takes nothing for equal to nothing (rule 4.5)',
  'two attributes that are missing differ': 'dynalite takes nothing for equal to nothing (rule 4.5)',
  'a text is as large as its UTF-8': 'dynalite counts units of UTF-16 (rule 4.14)',
  'an empty text has a size of 0': 'dynalite takes a size of 0 for none (rule 4.14)',
  'a filter compares text by its UTF-8 bytes too': 'dynalite compares by UTF-16 outside of keys (rule 2.1)',
  'an index key that is copied is not empty': 'dynalite takes an empty text for an index key (rule 2.12)',
  'an attribute is copied with all that is in it': 'dynalite copies what the update has changed already (rule 5.2)',
  'what is counted, appended to and taken out of is read as it was':
    'dynalite reads what the update has changed already (rule 5.2)',
  'an increment beyond 38 digits is refused': 'dynalite stores 39 digits and more (rule 5.7)',
  'a copy nests 32 levels deep and no deeper': 'dynalite lets values nest as deep as they will (rule 1.19)',
  'a local index fetches from the table what it does not hold': 'dynalite hands out what the index holds (rule 7.21)',
}

// it is slow, and the one that is least like DynamoDB: the other servers have every scenario each time
describeServer(servers[0]!, { gaps: dynaliteGaps, oneOf: process.env['PROOF'] === 'full' ? 1 : 10 })
