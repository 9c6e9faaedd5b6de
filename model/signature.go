package model

import "time"

// Signature is what became of the check of a document's digital signature when the document
// was collected. It stays with the certificate for good.
type Signature struct {
	State       SignatureState   `json:"state"`
	Faults      []SignatureFault `json:"faults,omitempty"` // why it is not verified, the gravest first
	Intact      bool             `json:"intact"`           // the document is what was signed, whoever signed it
	Signer      string           `json:"signer,omitempty"` // the subject of the signer's certificate
	Issuer      string           `json:"issuer,omitempty"` // of the signer's certificate
	Fingerprint string           `json:"fingerprint,omitempty"`
	Algorithm   string           `json:"algorithm,omitempty"`
	Revocation  Revocation       `json:"revocation,omitempty"`
	SignedAt    time.Time        `json:"signedAt,omitzero"` // as the signer says
	CheckedAt   time.Time        `json:"checkedAt,omitzero"`
}

// SignatureState is what a check of a signature came to.
type SignatureState string

const (
	SignatureVerified SignatureState = "VERIFIED"     // 已验证: intact, and by somebody who is trusted
	SignatureFailed   SignatureState = "NOT_VERIFIED" // 未通过验证
	SignatureNone     SignatureState = "UNSIGNED"     // 无签名
)

// SignatureFault is a reason why a signature is not verified.
type SignatureFault string

const (
	FaultAltered     SignatureFault = "ALTERED"             // 内容与签名时不符
	FaultWrongValue  SignatureFault = "WRONG_VALUE"         // 签名值与签名者证书不符
	FaultCoverage    SignatureFault = "INCOMPLETE_COVERAGE" // 签名未覆盖整个文件
	FaultMalformed   SignatureFault = "MALFORMED"           // 签名格式不正确
	FaultSeveral     SignatureFault = "SEVERAL_SIGNATURES"  // 多个签名
	FaultAlgorithm   SignatureFault = "ALGORITHM"           // 算法不受支持或强度不足
	FaultNoSigner    SignatureFault = "NO_CERTIFICATE"      // 缺少签名者证书
	FaultSubstituted SignatureFault = "SUBSTITUTED"         // 签名者证书被替换
	FaultRevoked     SignatureFault = "REVOKED"             // 签名者证书已吊销
	FaultExpired     SignatureFault = "EXPIRED"             // 签名者证书不在有效期内
	FaultUsage       SignatureFault = "USAGE"               // 证书不得用于签名
	FaultUntrusted   SignatureFault = "UNTRUSTED"           // 证书链不受信任
	FaultNoTrust     SignatureFault = "NO_TRUST_LIST"       // 未配置信任列表
)

// Revocation is what embedded lists and answers say of the certificates of a chain.
type Revocation string

const (
	RevocationUnknown Revocation = "UNKNOWN" // 未知
	RevocationGood    Revocation = "GOOD"    // 未吊销
	RevocationRevoked Revocation = "REVOKED" // 已吊销
)

func (SignatureState) Values() []SignatureState {
	return []SignatureState{SignatureVerified, SignatureFailed, SignatureNone}
}

func (SignatureFault) Values() []SignatureFault {
	return []SignatureFault{FaultAltered, FaultWrongValue, FaultCoverage, FaultMalformed, FaultSeveral, FaultAlgorithm, FaultNoSigner,
		FaultSubstituted, FaultRevoked, FaultExpired, FaultUsage, FaultUntrusted, FaultNoTrust}
}

func (Revocation) Values() []Revocation {
	return []Revocation{RevocationUnknown, RevocationGood, RevocationRevoked}
}

// check looks at what a node keeps of a signature.
func (s *Signature) check(k *checker, field string) {
	if s == nil {
		return
	}
	k.in(field)
	k.enum("state", string(s.State), signatureStates)
	k.limit("faults", len(s.Faults), maxEntries)
	for i, f := range s.Faults {
		k.at("faults", i)
		k.enum("", string(f), signatureFaults)
		k.out()
	}
	k.prose("signer", s.Signer)
	k.prose("issuer", s.Issuer)
	k.sha256("fingerprint", s.Fingerprint)
	k.code("algorithm", s.Algorithm)
	k.enum("revocation", string(s.Revocation), revocations)
	k.out()
}
