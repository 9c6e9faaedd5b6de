// Package table reads records from tables as laboratories keep them: workbooks of the template,
// CSV files, and archives of several of these. Headers are Chinese or English and stand in any
// order; rows are linked by what people know: numbers of certificates, serial numbers, codes.
//
// Of a number the reader takes what the cell shows: its digits, with the zeros that its number
// format adds. Where the format shows fewer digits than the cell has, all of them are taken.
package table
