package model

func (i *Institution) Validate() []Finding { return nil }
func (c *Certificate) Validate() []Finding { return nil }
func (i *Instrument) Validate() []Finding  { return nil }
func (e *Environment) Validate() []Finding { return nil }
func (p *Person) Validate() []Finding      { return nil }
func (m *Method) Validate() []Finding      { return nil }
func (d *Dataset) Validate() []Finding     { return nil }
func (a *Attachment) Validate() []Finding  { return nil }
func (a *Agreement) Validate() []Finding   { return nil }
func (c *Credential) Validate() []Finding  { return nil }
