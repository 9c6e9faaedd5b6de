package sample

import (
	"sync"

	"metrograph/model"
)

// An institute is a row of the table of institutions. All of them are invented.
type institute struct {
	zh, en       string
	shortZh      string
	short        string // its code in the numbers of certificates
	kind         model.InstitutionKind
	level        model.Level
	region       model.Region // GB/T 2260
	city, cityEn string
	staff        int
	disciplines  string // letters of [disciplineLetters]
	parent       string // short code of the superior institute
	pressure     int64  // mean air pressure of the place, hPa
}

// disciplineLetters abbreviates the disciplines in the order of their declaration.
const disciplineLetters = "LTMERFOAIC"

const allDisciplines = disciplineLetters

// institutes lists the institutions of the usual demo data. The first four are one of each
// level, so that small data has them all.
func institutes() []institute {
	const (
		local, lab, maker = model.InstitutionLocalInstitute, model.InstitutionThirdPartyLab, model.InstitutionManufacturer
		provincial        = model.LevelProvincial
		third, producer   = model.LevelThirdParty, model.LevelManufacturer
	)
	return []institute{
		{"国家示范计量院", "National Demonstration Metrology Institute", "国示计量", "NDMI",
			model.InstitutionNationalInstitute, model.LevelNational, "110105", "北京", "Beijing", 8, allDisciplines, "", 1012},
		{"广东示范计量研究院", "Guangdong Demonstration Institute of Metrology", "粤示计量", "GDMI",
			local, provincial, "440112", "广州", "Guangzhou", 4, allDisciplines, "NDMI", 1010},
		{"深圳示例检测技术有限公司", "Shenzhen Sample Testing Technology Co., Ltd.", "深圳示例检测", "SZST",
			lab, third, "440305", "深圳", "Shenzhen", 3, "LMERT", "", 1010},
		{"苏州示例精密仪器有限公司", "Suzhou Sample Precision Instruments Co., Ltd.", "苏州示例仪器", "SZPI",
			maker, producer, "320506", "苏州", "Suzhou", 3, "LTM", "", 1014},
		{"北京示范计量检测院", "Beijing Demonstration Metrology Centre", "京示计量", "BJMC",
			local, provincial, "110108", "北京", "Beijing", 4, allDisciplines, "NDMI", 1012},
		{"上海示范计量测试院", "Shanghai Demonstration Institute of Measurement", "沪示计量", "SHIM",
			local, provincial, "310115", "上海", "Shanghai", 4, allDisciplines, "NDMI", 1016},
		{"江苏示范计量研究院", "Jiangsu Demonstration Institute of Metrology", "苏示计量", "JSMI",
			local, provincial, "320105", "南京", "Nanjing", 4, allDisciplines, "NDMI", 1014},
		{"四川示范计量测试院", "Sichuan Demonstration Metrology Institute", "川示计量", "SCMI",
			local, provincial, "510107", "成都", "Chengdu", 4, allDisciplines, "NDMI", 956},
		{"陕西示范计量研究院", "Shaanxi Demonstration Institute of Metrology", "陕示计量", "SXMI",
			local, provincial, "610113", "西安", "Xi'an", 4, allDisciplines, "NDMI", 969},
		{"深圳市示范计量质量检测所", "Shenzhen Municipal Demonstration Metrology Office", "深示计量", "SZMO",
			local, provincial, "440304", "深圳", "Shenzhen", 4, allDisciplines, "GDMI", 1010},
		{"深圳示例电子测量有限公司", "Shenzhen Sample Electronic Measurement Co., Ltd.", "深圳示例电子", "SZEM",
			maker, producer, "440306", "深圳", "Shenzhen", 3, "ERF", "", 1010},
		{"上海示例光声与分析仪器有限公司", "Shanghai Sample Optical, Acoustic and Analytical Instruments Co., Ltd.", "上海示例分析", "SHOA",
			maker, producer, "310112", "上海", "Shanghai", 3, "OAIC", "", 1016},
		{"成都示例计量校准有限公司", "Chengdu Sample Calibration Co., Ltd.", "成都示例校准", "CDSC",
			lab, third, "510116", "成都", "Chengdu", 3, "EROFA", "", 956},
		{"上海示例实验室服务有限公司", "Shanghai Sample Laboratory Services Co., Ltd.", "上海示例实验室", "SHLS",
			lab, third, "310104", "上海", "Shanghai", 3, "TMCIA", "", 1016},
		{"示例理工大学测试中心", "Sample University of Technology, Measurement Centre", "示例理工测试", "SUTM",
			model.InstitutionOther, third, "610104", "西安", "Xi'an", 3, "OAICL", "", 969},
		{"示范电力行业计量中心", "Demonstration Metrology Centre of the Power Industry", "示范电力计量", "DPMC",
			model.InstitutionIndustryCentre, model.LevelNational, "110102", "北京", "Beijing", 3, "EIT", "NDMI", 1012},
	}
}

// A city is where institutions beyond the table and customers are.
type city struct {
	zh, en string
	region model.Region
}

var cities = sync.OnceValue(func() []city {
	return []city{
		{"佛山", "Foshan", "440600"}, {"东莞", "Dongguan", "441900"}, {"珠海", "Zhuhai", "440400"},
		{"无锡", "Wuxi", "320200"}, {"常州", "Changzhou", "320400"}, {"南通", "Nantong", "320600"},
		{"绵阳", "Mianyang", "510700"}, {"德阳", "Deyang", "510600"}, {"宜宾", "Yibin", "511500"},
		{"宝鸡", "Baoji", "610300"}, {"咸阳", "Xianyang", "610400"}, {"渭南", "Weinan", "610500"},
		{"北京", "Beijing", "110100"}, {"上海", "Shanghai", "310100"},
	}
})

// A company is a customer that is no institution of the network.
type company struct {
	zh, en string
	city   int
}

var companies = sync.OnceValue(func() []company {
	return []company{
		{"佛山示例陶瓷有限公司", "Foshan Sample Ceramics Co., Ltd.", 0},
		{"东莞示例电子制造有限公司", "Dongguan Sample Electronics Manufacturing Co., Ltd.", 1},
		{"珠海示例生物制药有限公司", "Zhuhai Sample Biopharmaceutical Co., Ltd.", 2},
		{"无锡示例轴承有限公司", "Wuxi Sample Bearings Co., Ltd.", 3},
		{"常州示例动力机械有限公司", "Changzhou Sample Power Machinery Co., Ltd.", 4},
		{"南通示例船舶工程有限公司", "Nantong Sample Marine Engineering Co., Ltd.", 5},
		{"绵阳示例电子研究所", "Mianyang Sample Electronics Institute", 6},
		{"德阳示例重型装备有限公司", "Deyang Sample Heavy Equipment Co., Ltd.", 7},
		{"宜宾示例化工有限公司", "Yibin Sample Chemicals Co., Ltd.", 8},
		{"宝鸡示例钛业有限公司", "Baoji Sample Titanium Co., Ltd.", 9},
		{"咸阳示例热电厂", "Xianyang Sample Thermal Power Plant", 10},
		{"渭南示例燃气有限公司", "Weinan Sample Gas Co., Ltd.", 11},
		{"北京示例医院", "Beijing Sample Hospital", 12},
		{"北京示例轨道交通有限公司", "Beijing Sample Rail Transit Co., Ltd.", 12},
		{"上海示例汽车零部件有限公司", "Shanghai Sample Automotive Parts Co., Ltd.", 13},
		{"上海示例环境监测站", "Shanghai Sample Environmental Monitoring Station", 13},
	}
})

// brands names makers that are no institution of the network.
var brands = sync.OnceValue(func() []string {
	return []string{"示例仪表厂", "示范传感器股份有限公司", "Exemplar Instruments Inc.", "Beispiel Messtechnik GmbH",
		"Exemple Métrologie S.A.", "例示計測株式会社", "示例标准物质中心"}
})
