package model

import (
	"strings"
	"sync"
)

// SpokenUnit reads a unit as people type it: as [ParseUnit] does, with a capital K for kilo, or
// by its Chinese name, such as 千欧, 毫伏 and 摄氏度 (GB 3100 and GB 3102). ok is false for what is
// not a unit.
func SpokenUnit(text string) (u Unit, ok bool) {
	if text == "" || isDigit(text[0]) {
		return u, false
	}
	if symbol, known := spokenUnits()[text]; known {
		text = symbol
	}
	u, finding := ParseUnit(text)
	if rest, capital := strings.CutPrefix(text, "K"); finding != nil && capital && rest != "" {
		u, finding = ParseUnit("k" + rest)
	}
	return u, finding == nil && u.Text != ""
}

// spokenPrefixes and spokenNames are the Chinese names of GB 3100 (prefixes) and GB 3102 (units),
// whole and short.
var (
	spokenPrefixes = map[string]string{
		"": "", "吉": "G", "兆": "M", "千": "k", "百": "h", "分": "d", "厘": "c", "毫": "m", "微": "μ", "纳": "n", "皮": "p",
	}
	spokenNames = map[string]string{
		"米": "m", "克": "g", "秒": "s", "安": "A", "安培": "A", "开": "K", "开尔文": "K", "摩尔": "mol", "坎德拉": "cd",
		"赫": "Hz", "赫兹": "Hz", "牛": "N", "牛顿": "N", "帕": "Pa", "帕斯卡": "Pa", "焦": "J", "焦耳": "J", "瓦": "W", "瓦特": "W",
		"库": "C", "库仑": "C", "伏": "V", "伏特": "V", "法": "F", "法拉": "F", "欧": "Ω", "欧姆": "Ω", "西": "S", "西门子": "S",
		"韦伯": "Wb", "特斯拉": "T", "亨": "H", "亨利": "H", "流明": "lm", "勒克斯": "lx", "贝可": "Bq", "戈瑞": "Gy", "希沃特": "Sv",
		"升": "L", "巴": "bar", "电子伏": "eV", "瓦时": "Wh", "乏": "var",
	}
	spokenAlone = map[string]string{
		"摄氏度": "°C", "度": "°", "分钟": "min", "小时": "h", "时": "h", "天": "d", "吨": "t", "分贝": "dB", "转每分": "r/min", "米每秒": "m/s",
		"公斤": "kg", "公里": "km", "毫米汞柱": "mmHg", "牛米": "N·m", "牛·米": "N·m", "千米每小时": "km/h", "立方米": "m³", "平方米": "m²",
		"度电": "kWh",
	}
)

var spokenUnits = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for name, symbol := range spokenNames {
		for prefix, sign := range spokenPrefixes {
			all[prefix+name] = sign + symbol
		}
	}
	for name, symbol := range spokenAlone {
		all[name] = symbol
	}
	return all
})
