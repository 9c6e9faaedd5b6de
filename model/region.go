package model

// Region is a GB/T 2260 code of an administrative division: six digits, of which the first
// two are the province and the next two the prefecture.
type Region string

// Province returns the code of the region's province: two digits and four zeros; empty when
// the code is malformed.
func (r Region) Province() Region {
	if !r.wellFormed() {
		return ""
	}
	if p := r.province(); p != nil {
		return p.code
	}
	return r[:2] + "0000"
}

// Valid tells whether the code is well formed and of a province that there is. Prefectures
// and counties come and go too often to be listed.
func (r Region) Valid() bool { return r.province() != nil }

// ProvinceName returns the name of the region's province; it is empty when there is no such
// province.
func (r Region) ProvinceName() Text {
	if p := r.province(); p != nil {
		return p.name
	}
	return Text{}
}

// Provinces lists the codes of the provinces, ordered by code.
func Provinces() []Region {
	codes := make([]Region, len(provinces))
	for i := range provinces {
		codes[i] = provinces[i].code
	}
	return codes
}

func (r Region) wellFormed() bool { return len(r) == 6 && digitsOnly(string(r)) }

func (r Region) province() *province {
	if !r.wellFormed() {
		return nil
	}
	for i := range provinces {
		if provinces[i].code[:2] == r[:2] {
			return &provinces[i]
		}
	}
	return nil
}

// province is a division of the first level.
type province struct {
	code Region
	name Text
}

// provinces is GB/T 2260-2007, table 1: provinces, autonomous regions, municipalities and
// special administrative regions.
var provinces = [...]province{
	{"110000", Text{Zh: "北京市", En: "Beijing"}},
	{"120000", Text{Zh: "天津市", En: "Tianjin"}},
	{"130000", Text{Zh: "河北省", En: "Hebei"}},
	{"140000", Text{Zh: "山西省", En: "Shanxi"}},
	{"150000", Text{Zh: "内蒙古自治区", En: "Inner Mongolia"}},
	{"210000", Text{Zh: "辽宁省", En: "Liaoning"}},
	{"220000", Text{Zh: "吉林省", En: "Jilin"}},
	{"230000", Text{Zh: "黑龙江省", En: "Heilongjiang"}},
	{"310000", Text{Zh: "上海市", En: "Shanghai"}},
	{"320000", Text{Zh: "江苏省", En: "Jiangsu"}},
	{"330000", Text{Zh: "浙江省", En: "Zhejiang"}},
	{"340000", Text{Zh: "安徽省", En: "Anhui"}},
	{"350000", Text{Zh: "福建省", En: "Fujian"}},
	{"360000", Text{Zh: "江西省", En: "Jiangxi"}},
	{"370000", Text{Zh: "山东省", En: "Shandong"}},
	{"410000", Text{Zh: "河南省", En: "Henan"}},
	{"420000", Text{Zh: "湖北省", En: "Hubei"}},
	{"430000", Text{Zh: "湖南省", En: "Hunan"}},
	{"440000", Text{Zh: "广东省", En: "Guangdong"}},
	{"450000", Text{Zh: "广西壮族自治区", En: "Guangxi"}},
	{"460000", Text{Zh: "海南省", En: "Hainan"}},
	{"500000", Text{Zh: "重庆市", En: "Chongqing"}},
	{"510000", Text{Zh: "四川省", En: "Sichuan"}},
	{"520000", Text{Zh: "贵州省", En: "Guizhou"}},
	{"530000", Text{Zh: "云南省", En: "Yunnan"}},
	{"540000", Text{Zh: "西藏自治区", En: "Xizang"}},
	{"610000", Text{Zh: "陕西省", En: "Shaanxi"}},
	{"620000", Text{Zh: "甘肃省", En: "Gansu"}},
	{"630000", Text{Zh: "青海省", En: "Qinghai"}},
	{"640000", Text{Zh: "宁夏回族自治区", En: "Ningxia"}},
	{"650000", Text{Zh: "新疆维吾尔自治区", En: "Xinjiang"}},
	{"710000", Text{Zh: "台湾省", En: "Taiwan"}},
	{"810000", Text{Zh: "香港特别行政区", En: "Hong Kong"}},
	{"820000", Text{Zh: "澳门特别行政区", En: "Macao"}},
}
