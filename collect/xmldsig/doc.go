// Package xmldsig verifies the XML signatures of documents: XML-DSig with XAdES, as published
// DCC have it. It counts one signature alone, the one that is a child of the root and is over
// the whole document, so that what is verified is what is read: the signed bytes are read
// again and compared with the document, element by element. Everything else in a signature
// that could point elsewhere is refused.
//
// That a signature is right says nothing of who signed. That takes a chain of certificates to
// one of a trust list, none of them revoked by what the signature brings along.
package xmldsig
