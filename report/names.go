package report

import (
	"sync"

	"metrograph/model"
)

// names are what values of enumerations are called in print.
var names = sync.OnceValue(func() map[string]model.Text {
	list := map[string]model.Text{}
	for _, n := range [][3]string{
		{"LENGTH", "长度", "Length"}, {"THERMAL", "热工", "Thermal"}, {"MECHANICS", "力学", "Mechanics"},
		{"ELECTROMAGNETICS", "电磁", "Electromagnetics"}, {"RADIO", "无线电", "Radio"}, {"TIME_FREQUENCY", "时间频率", "Time and frequency"},
		{"OPTICS", "光学", "Optics"}, {"ACOUSTICS", "声学", "Acoustics"}, {"IONIZING_RADIATION", "电离辐射", "Ionizing radiation"}, {"CHEMISTRY", "化学", "Chemistry"},
		{"NATIONAL", "国家级", "National"}, {"PROVINCIAL", "省市级", "Provincial"}, {"THIRD_PARTY", "第三方", "Third party"}, {"MANUFACTURER", "生产企业", "Manufacturer"},
		{"VERIFICATION", "检定", "Verification"}, {"CALIBRATION", "校准", "Calibration"}, {"TESTING", "检测", "Testing"}, {"TYPE_EVALUATION", "型式评价", "Type evaluation"},
		{"ENERGY", "能源", "Energy"}, {"BUSINESS_MANAGEMENT", "经营管理", "Business management"}, {"PROCESS_CONTROL", "工艺过程控制", "Process control"},
		{"PRODUCT_QUALITY", "产品质量检验", "Product quality"}, {"SAFETY_ENVIRONMENT", "安全环保", "Safety and environment"},
		{"PUBLIC", "公开类", "Public"}, {"NON_PUBLIC", "非公开类", "Non-public"},
		{"COMPLETENESS", "完整性", "Completeness"}, {"CONSISTENCY", "一致性", "Consistency"}, {"TIMELINESS", "时效性", "Timeliness"}, {"TRACEABILITY", "溯源性", "Traceability"},
		{"", "未注明", "Not stated"},
	} {
		list[n[0]] = model.Text{Zh: n[1], En: n[2]}
	}
	return list
})
