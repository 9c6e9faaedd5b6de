package study

import (
	"errors"
	"fmt"

	"metrograph/analysis"
	"metrograph/model"
)

func (w *work) note(about string, text model.Text) {
	w.out.Notes = append(w.out.Notes, model.AnalysisNote{About: about, Message: text})
}

// noted notes why something could not be computed, and tells whether it could not.
func (w *work) noted(about string, err error) bool {
	if err != nil {
		w.note(about, why(err))
	}
	return err != nil
}

// why says in both languages why a method could not be used.
func why(err error) model.Text {
	var few *analysis.TooFewError
	var many *analysis.TooManyError
	switch {
	case errors.As(err, &few):
		return model.Text{En: err.Error() + ".", Zh: fmt.Sprintf("数据不足：有 %d，至少需要 %d。", few.Have, few.Need)}
	case errors.As(err, &many):
		return model.Text{En: err.Error() + ".", Zh: fmt.Sprintf("数据过多：有 %d，至多 %d。", many.Have, many.Most)}
	}
	return model.Text{En: err.Error() + ".", Zh: "数据不满足该方法的条件：" + err.Error() + "。"}
}

// message is what an error says to a caller.
func message(err error) string {
	var coded *model.Error
	if errors.As(err, &coded) {
		return coded.Message
	}
	return err.Error()
}
