package model

// IsEntity marks the records that other graphs of a federation may refer to: the generated
// code of package graph tells them by it.

func (*Institution) IsEntity() {}
func (*Certificate) IsEntity() {}
func (*Instrument) IsEntity()  {}
func (*Environment) IsEntity() {}
func (*Person) IsEntity()      {}
func (*Method) IsEntity()      {}
func (*Dataset) IsEntity()     {}
