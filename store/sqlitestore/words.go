package sqlitestore

import (
	"strconv"
	"strings"
	"sync"
)

// words remembers the numbers of texts that many records share. A text that is in the table
// of words stays there, so that what is remembered is never wrong.
type words struct {
	mu      sync.RWMutex
	numbers map[string]int64
	texts   map[int64]string
}

// remembered bounds how many words are kept in memory.
const remembered = 1 << 16

func newWords() *words {
	return &words{numbers: map[string]int64{"": 0}, texts: map[int64]string{0: ""}}
}

// learn remembers words that are in the table.
func (w *words) learn(fresh map[string]int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.numbers)+len(fresh) > remembered {
		w.numbers, w.texts = map[string]int64{"": 0}, map[int64]string{0: ""}
	}
	for text, n := range fresh {
		w.numbers[text], w.texts[n] = n, text
	}
}

// number returns the number of a text; ok is false for one that no record has.
func (w *words) number(c *conn, word string) (n int64, ok bool, err error) {
	w.mu.RLock()
	n, ok = w.numbers[word]
	w.mu.RUnlock()
	if ok {
		return n, true, nil
	}
	err = c.each("SELECT number FROM word WHERE text = ?", []value{text(word)}, func(s *statement) error {
		n, ok = s.int(0), true
		return nil
	})
	if ok {
		w.learn(map[string]int64{strings.Clone(word): n})
	}
	return n, ok, err
}

// text returns the text of a number.
func (w *words) text(c *conn, n int64) (string, error) {
	w.mu.RLock()
	t, ok := w.texts[n]
	w.mu.RUnlock()
	if ok {
		return t, nil
	}
	err := c.each("SELECT text FROM word WHERE number = ?", []value{number(n)}, func(s *statement) error {
		t = s.text(0)
		return nil
	})
	if err == nil {
		w.learn(map[string]int64{t: n})
	}
	return t, err
}

// appendList writes the numbers of several words as a column keeps them: ",3,17,", or nothing
// for none.
func appendList(list []byte, numbers []int64) []byte {
	for i, n := range numbers {
		if i == 0 {
			list = append(list, ',')
		}
		list = append(strconv.AppendInt(list, n, 10), ',')
	}
	return list
}

// parseList reads the numbers of a list.
func parseList(list []byte, numbers []int64) []int64 {
	n := int64(0)
	for i := 1; i < len(list); i++ {
		if list[i] == ',' {
			numbers, n = append(numbers, n), 0
		} else {
			n = n*10 + int64(list[i]-'0')
		}
	}
	return numbers
}
