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

  @Test(arguments: Terminal.allCases)
  func aPipeIsEightyWideAndPlain(_ terminal: Terminal) {
    #expect(terminal.width > 0)
    if !terminal.isTerminal {
      #expect(terminal.width == 80)
      #expect(!terminal.allowsColour)
    }
  }
}
