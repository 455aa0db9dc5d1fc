import Numerics
import Testing

@Suite struct MatrixTests {
  let matrix = Matrix<Double>(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])

  @Test func isStoredRowAfterRow() {
    #expect(matrix[0, 1] == 2 && matrix[2, 0] == 5)
    #expect(Array(matrix.row(1)) == [3, 4])
    #expect(matrix.row(1).startIndex == 2)
    let filled = Matrix<Float>(rows: 2, columns: 3, filledWith: 7)
    #expect(filled.elements == Array(repeating: 7, count: 6))
    #expect(Matrix<Float>(columns: 4).rows == 0)
  }

  @Test func aCopyIsIndependent() {
    var copy = matrix
    copy[1, 1] = -1
    copy[0, 0] += 9
    #expect(copy.elements == [10, 2, 3, -1, 5, 6])
    #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
    #expect(copy != matrix)
    copy[1, 1] = 4
    copy[0, 0] = 1
    #expect(copy == matrix && copy.hashValue == matrix.hashValue)
  }

  @Test func shapesCountInEquality() {
    #expect(Matrix<Double>(rows: 2, columns: 3, matrix.elements) != matrix)
  }

  @Test func rowsAreAppendedAndReplaced() {
    var grown = Matrix<Double>(columns: 2)
    grown.append(row: [8, 9])
    grown.append(rows: 1..<3, of: matrix)
    #expect(grown.rows == 3)
    grown.append(rows: 0..<0, of: matrix)
    #expect(grown.rows == 3)
    #expect(grown.elements == [8, 9, 3, 4, 5, 6])
    grown.replace(row: 1, with: matrix.row(0))
    #expect(grown.elements == [8, 9, 1, 2, 5, 6])
    grown.append(rows: 0..<3, of: grown)
    #expect(grown.elements == [8, 9, 1, 2, 5, 6, 8, 9, 1, 2, 5, 6])
  }

  @Test func resizingKeepsTheFirstRows() {
    var resized = matrix
    resized.resize(rows: 1)
    #expect(resized.elements == [1, 2] && resized.rows == 1)
    resized.resize(rows: 3)
    #expect(resized.elements == [1, 2, 0, 0, 0, 0] && resized.rows == 3)
    resized.resize(rows: 0)
    #expect(resized == Matrix(columns: 2))
  }

  @Test func gathersRowsInTheOrderAsked() {
    #expect(matrix.gather([2, 0, 2]).elements == [5, 6, 1, 2, 5, 6])
    #expect(matrix.gather([Int]()) == Matrix(columns: 2))
  }

  @Test func kernelsSeeTheElements() {
    var doubled = matrix
    unsafe doubled.withUnsafeMutableElements { elements in
      for i in elements.indices { unsafe elements[i] *= 2 }
    }
    #expect(doubled.elements == [2, 4, 6, 8, 10, 12])
    let sum = unsafe doubled.withUnsafeElements { unsafe $0.reduce(0, +) }
    #expect(sum == 42)
    #expect(matrix[0, 0] == 1)
  }
}
