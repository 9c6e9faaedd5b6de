package study

import "metrograph/model"

// OptionsOf reads the options of a request.
func OptionsOf(o model.AnalysisOptions) (out Options, err error) {
	out.InService = o.InService
	if o.Limit != "" {
		limit, err := option("limit", o.Limit, 0, 1e100)
		if err != nil {
			return out, err
		}
		out.Limit = &limit
	}
	if o.Months != "" {
		if out.Months, err = option("months", o.Months, 0, 10000); err != nil {
			return out, err
		}
	}
	if o.Target != "" {
		out.Target, err = option("target", o.Target, 0, 1)
	}
	return out, err
}

// option reads a number between two others.
func option(name string, d model.Decimal, above, below float64) (float64, error) {
	v, ok := d.Float64()
	if !ok || !(v > above && v < below) {
		e := model.Errorf(model.CodeInvalid, "%s is a number above %g and below %g", name, above, below)
		e.Path = "options." + name
		return 0, e
	}
	return v, nil
}

// known is a unit as it is given, with its code and symbol where it can be read.
func known(u model.Unit) model.Unit {
	for _, text := range []string{u.Text, u.UCUM} {
		if parsed, finding := model.ParseUnit(text); finding == nil && text != "" {
			return parsed
		}
	}
	return u
}
