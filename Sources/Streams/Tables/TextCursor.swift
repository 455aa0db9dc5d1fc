/// How far a text has been read.
struct TextCursor {
  /// Place in the window.
  var position = 0
  /// Line of the text, from 1.
  var line = 1

  /// Steps over the line end at `position`; false if more of the text must be seen to tell.
  mutating func endLine(_ bytes: Span<UInt8>, isLast: Bool) -> Bool {
    guard position < bytes.count else { return isLast }
    let isReturn = bytes[position] == ASCII.carriageReturn
    guard !isReturn || position + 1 < bytes.count || isLast else { return false }
    let isPair =
      isReturn && position + 1 < bytes.count && bytes[position + 1] == ASCII.lineFeed
    position += isPair ? 2 : 1
    line += 1
    return true
  }
}
