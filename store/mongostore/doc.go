// Package mongostore keeps records in MongoDB, or in an engine that speaks its protocol. It is
// the only user of the driver. It needs no transactions, change streams or anything else that
// a standalone server or such an engine lacks.
package mongostore
