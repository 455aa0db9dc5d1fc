/// Distinct words in the order they were first seen, found by their bytes: a hash table whose words lie one
/// after the other in one array.
struct LevelTable: Sendable {
  /// Where in `bytes` each word ends.
  private var ends: [Int] = []
  private var bytes: [UInt8] = []
  /// The number of a word plus 1 at its place, 0 where there is none; a power of 2.
  private var slots: [Int32] = Array(repeating: 0, count: 16)

  /// Number of words.
  var count: Int { ends.count }

  /// The bytes of a word.
  func word(_ i: Int) -> ArraySlice<UInt8> { bytes[(i == 0 ? 0 : ends[i - 1])..<ends[i]] }

  /// The number of a word, from 0; `nil` if it was not seen.
  func find(_ word: Span<UInt8>) -> Int? {
    let number = slots[place(of: word)]
    return number == 0 ? nil : Int(number) - 1
  }

  /// Adds a word that was not seen before.
  mutating func append(_ word: Span<UInt8>) {
    if 2 * (count + 1) > slots.count { grow() }
    let place = place(of: word)
    precondition(slots[place] == 0, "a word that was seen before")
    for i in word.indices { bytes.append(word[i]) }
    ends.append(bytes.count)
    slots[place] = Int32(count)
  }

  /// The place where a word is, or should be.
  private func place(of word: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = Self.hash(word) & mask
    while slots[place] != 0, !isEqual(Int(slots[place]) - 1, word) { place = (place + 1) & mask }
    return place
  }

  private func isEqual(_ i: Int, _ word: Span<UInt8>) -> Bool {
    let start = i == 0 ? 0 : ends[i - 1]
    guard ends[i] - start == word.count else { return false }
    for j in word.indices where bytes[start + j] != word[j] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    let mask = slots.count - 1
    for i in 0..<count {
      var place = Self.hash(word(i).span) & mask
      while slots[place] != 0 { place = (place + 1) & mask }
      slots[place] = Int32(i + 1)
    }
  }

  /// FNV-1a (Fowler, Noll & Vo 1991) of 64 bits, its high half folded in.
  private static func hash(_ word: Span<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for i in word.indices { hash = (hash ^ UInt64(word[i])) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
