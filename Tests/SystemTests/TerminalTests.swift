import Foundation
import Testing

@testable import System

@Suite struct TerminalTests {
  @Test func colourIsOffWhereItIsNotWanted() {
    #expect(Terminal.allowsColour(["TERM": "xterm-256color"]))
    #expect(Terminal.allowsColour([:]))
    #expect(Terminal.allowsColour(["NO_COLOR": ""]))
    #expect(!Terminal.allowsColour(["NO_COLOR": "1", "TERM": "xterm"]))
    #expect(!Terminal.allowsColour(["NO_COLOR": "0"]))
    #expect(!Terminal.allowsColour(["TERM": "dumb"]))
  }

  @Test func columnsTellTheWidthWhereNoTerminalDoes() {
    #expect(Terminal.width(["COLUMNS": "120"]) == 120)
    for text in ["", "0", "-3", "wide"] { #expect(Terminal.width(["COLUMNS": text]) == 80) }
    #expect(Terminal.width([:]) == 80)
  }

  @Test(arguments: Terminal.allCases)
  func aPipeIsEightyWideAndPlain(_ terminal: Terminal) {
    #expect(terminal.width > 0)
    if !terminal.isTerminal {
      #expect(terminal.width == Terminal.width(ProcessInfo.processInfo.environment))
      #expect(!terminal.allowsColour)
    }
  }
}
