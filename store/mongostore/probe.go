package mongostore

import (
	"context"
	"errors"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"metrograph/store"
)

// stateProbe is a document of the state collection to try servers on.
const stateProbe = "probe"

// probe finds out whether the server groups as MongoDB does: engines that speak its protocol
// may lack operators, or take them and answer wrongly.
func (s *Store) probe(ctx context.Context) error {
	_, err := s.state().InsertOne(ctx, doc(fieldID, stateProbe, stateCount, int64(3), "day", "2006-01-02"))
	if _, exists := duplicate(err); err != nil && !exists {
		return err
	}
	number := doc("$toDouble", "$"+stateCount)
	days := bson.A{"$day", "2006-01-03"}
	cursor, err := s.state().Aggregate(ctx, slices.Concat(
		mongo.Pipeline{doc("$match", doc(fieldID, stateProbe))},
		unwind("one", days, []store.Value{"2006-01-02"}), unwind("none", days, []store.Value{"2006-01-02", "2006-01-03"}),
		mongo.Pipeline{
			doc("$group", doc(
				"_id", doc("a", doc("$substrCP", bson.A{"$day", 0, 7}), "b", "$"+stateCount, "c", unwound("one"), "d", unwound("none")),
				"n", doc("$sum", 1),
				"t", doc("$sum", number),
				"s", doc("$sum", doc("$multiply", bson.A{number, number})))),
			doc("$sort", doc("_id.a", 1, "_id.b", 1)),
		},
	))
	var answers []bson.Raw
	if err == nil {
		err = cursor.All(ctx, &answers)
	}
	var refused mongo.CommandError
	if errors.As(err, &refused) && !refused.HasErrorLabel("NetworkError") {
		return nil
	}
	if err != nil {
		return err
	}
	s.groups = len(answers) == 1 && grouped(answers[0])
	return nil
}

// grouped tells whether the answer to the probe is right.
func grouped(answer bson.Raw) bool {
	month, _ := answer.Lookup("_id", "a").StringValueOK()
	key, _ := answer.Lookup("_id", "b").AsInt64OK()
	one, _ := answer.Lookup("_id", "c").StringValueOK()
	none, kept := answer.Lookup("_id", "d").StringValueOK()
	n, _ := answer.Lookup("n").AsInt64OK()
	total, _ := answer.Lookup("t").AsFloat64OK()
	squares, _ := answer.Lookup("s").AsFloat64OK()
	return month == "2006-01" && key == 3 && one == "2006-01-03" && none == "" && kept && n == 1 && total == 3 && squares == 9
}
