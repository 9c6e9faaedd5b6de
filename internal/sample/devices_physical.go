package sample

import "metrograph/model"

func lengthLines() []line {
	return []line{{
		discipline: model.DisciplineLength, quantity: "length", unit: `\milli\metre`, errUnit: `\micro\metre`,
		at: "0.5 1 10 25 50 100",
		national: device{zh: "一等量块标准组", en: "Reference gauge block set", model: "GBN-K", class: "K",
			mpe: "0.03 0.03 0.03 0.04 0.05 0.07", methods: "JJG 146-2011", traits: measure},
		provincial: device{zh: "二等量块", en: "Gauge block set, order 2", model: "GB-2", class: "二等",
			mpe: "0.06 0.06 0.06 0.08 0.10 0.14", methods: "JJG 146-2011", traits: measure | verified},
		standard: device{zh: "三等量块", en: "Gauge block set, order 3", model: "GB-3", class: "0",
			mpe: "0.12 0.12 0.12 0.14 0.20 0.30", methods: "JJG 146-2011", traits: measure | verified},
		working: []device{
			{zh: "量块", en: "Gauge block set", model: "GB-83", class: "1",
				mpe: "0.20 0.20 0.20 0.30 0.40 0.60", methods: "JJG 146-2011", traits: measure | verified},
			{zh: "外径千分尺", en: "External micrometer", model: "WM-25D", class: "1", unit: `\milli\metre`,
				at: "5.12 10.24 15.36 21.5 25", mpe: "0.004", methods: "JJG 21-2008", traits: verified},
			{zh: "数显卡尺", en: "Digital caliper", model: "DC-150", class: "1", unit: `\milli\metre`,
				at: "20.5 41.2 61.8 100 150", mpe: "0.03", methods: "JJG 30-2012", traits: verified},
		},
	}, {
		discipline: model.DisciplineLength, quantity: "length", unit: `\metre`, errUnit: `\milli\metre`, at: "1 2 3 4 5",
		national: device{zh: "激光干涉测长基准装置", en: "Laser interferometric length standard", model: "LIN-80",
			mpe: "0.0002 0.0004 0.0006 0.0008 0.0010", methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "钢卷尺标准检定台", en: "Steel tape bench", model: "STB-5",
			mpe: "0.02 0.03 0.04 0.05 0.06", methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "标准钢卷尺", en: "Standard steel tape", model: "SST-5", class: "标准级",
			mpe: "0.06 0.09 0.12 0.15 0.18", methods: "JJF 1033-2023 JJF 1033-2016", traits: measure},
		working: []device{
			{zh: "钢卷尺", en: "Steel measuring tape", model: "ST-5A", class: "I", mpe: "0.2 0.3 0.4 0.5 0.6",
				methods: "JJG 4-2015", traits: measure | verified | mandatory, source: model.SourceBusinessManagement, months: 24},
			{zh: "钢卷尺", en: "Steel measuring tape", model: "ST-5B", class: "II", mpe: "0.5 0.7 0.9 1.1 1.3",
				methods: "JJG 4-2015", traits: measure | verified | mandatory, source: model.SourceBusinessManagement},
		},
	}}
}

func thermalLines() []line {
	return []line{{
		discipline: model.DisciplineThermal, quantity: "temperature", unit: `\degreecelsius`, at: "-40 0 50 100 150 200",
		national: device{zh: "基准铂电阻温度计组", en: "Reference platinum resistance thermometers", model: "SPRT-N",
			mpe: "0.001", methods: "JJG 160-2007"},
		provincial: device{zh: "一等标准铂电阻温度计", en: "Standard platinum resistance thermometer, class 1",
			model: "WZPB-1", class: "一等", mpe: "0.004", methods: "JJG 160-2007", traits: verified},
		standard: device{zh: "二等标准铂电阻温度计", en: "Standard platinum resistance thermometer, class 2",
			model: "WZPB-2", class: "二等", mpe: "0.012", methods: "JJG 160-2007", traits: verified},
		working: []device{
			{zh: "工业铂热电阻", en: "Industrial platinum resistance thermometer Pt100", model: "WZP-100A", class: "A",
				mpe: "0.15+0.2%", methods: "JJG 229-2010", traits: verified, source: model.SourceProcessControl},
			{zh: "工业铂热电阻", en: "Industrial platinum resistance thermometer Pt100", model: "WZP-100B", class: "B",
				mpe: "0.30+0.5%", methods: "JJG 229-2010", traits: verified, source: model.SourceProcessControl},
			{zh: "工作用玻璃液体温度计", en: "Liquid-in-glass thermometer", model: "WLG-200",
				mpe: "1.0", methods: "JJG 130-2011", traits: verified, months: 24},
		},
	}, {
		discipline: model.DisciplineThermal, quantity: "temperature", unit: `\degreecelsius`, at: "419 630 800 960 1085",
		national: device{zh: "标准组铂铑10-铂热电偶", en: "Reference thermocouples PtRh10-Pt", model: "S-N",
			mpe: "0.2", methods: "JJG 75-1995"},
		provincial: device{zh: "一等标准铂铑10-铂热电偶", en: "Standard thermocouple PtRh10-Pt, class 1", model: "WRPB-1",
			class: "一等", mpe: "0.5", methods: "JJG 75-1995", traits: verified},
		standard: device{zh: "二等标准铂铑10-铂热电偶", en: "Standard thermocouple PtRh10-Pt, class 2", model: "WRPB-2",
			class: "二等", mpe: "1.0", methods: "JJG 75-1995", traits: verified},
		working: []device{
			{zh: "工作用S型热电偶", en: "Working thermocouple type S", model: "WRP-S", class: "II", mpe: "1.5 1.6 2.0 2.4 2.7",
				methods: "JJG 141-2013", traits: verified, source: model.SourceProcessControl},
			{zh: "K型廉金属热电偶", en: "Base-metal thermocouple type K", model: "WRN-K", class: "2", mpe: "3.1 4.7 6.0 7.2 8.1",
				methods: "JJF 1637-2017", source: model.SourceProcessControl, months: 6},
		},
	}, {
		discipline: model.DisciplineThermal, quantity: "relativeHumidity", unit: `\percent`, at: "30 40 60 75 90",
		national: device{zh: "双压法湿度标准装置", en: "Two-pressure humidity standard", model: "HGN-2P",
			mpe: "0.2", methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准湿度发生器", en: "Standard humidity generator", model: "HG-1", mpe: "0.5",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "标准数字湿度计", en: "Standard digital hygrometer", model: "DH-1", mpe: "1.2",
			methods: "JJF 1076-2020 JJF 1076-2001"},
		working: []device{
			{zh: "数字温湿度计", en: "Digital thermo-hygrometer", model: "TH-20R", mpe: "3.0",
				methods: "JJF 1076-2020 JJF 1076-2001", source: model.SourceSafetyEnvironment},
			{zh: "机械式温湿度计", en: "Mechanical thermo-hygrometer", model: "WS-A1", mpe: "5.0",
				methods: "JJG 205-2005", traits: verified, source: model.SourceSafetyEnvironment},
		},
	}}
}

func mechanicsLines() []line {
	return []line{{
		discipline: model.DisciplineMechanics, quantity: "pressure", unit: `\mega\pascal`, at: "0.2 0.4 0.6 0.8 1.0",
		national: device{zh: "活塞式压力基准装置", en: "Primary pressure balance", model: "PBN-1", class: "0.002",
			mpe: "0.00002", methods: "JJG 59-2022 JJG 59-2007"},
		provincial: device{zh: "液体活塞式压力计", en: "Hydraulic pressure balance", model: "PB-6", class: "0.02",
			mpe: "0.0002", methods: "JJG 59-2022 JJG 59-2007", traits: verified},
		standard: device{zh: "数字压力计", en: "Digital pressure gauge", model: "DPG-05", class: "0.05",
			mpe: "0.0005", methods: "JJG 875-2019 JJG 875-2005", traits: verified},
		working: []device{
			{zh: "弹性元件式一般压力表", en: "Elastic element pressure gauge for general use", model: "YB-100", class: "1.6", mpe: "0.016",
				methods: "JJG 52-2013", traits: verified | mandatory, source: model.SourceSafetyEnvironment, months: 6},
			{zh: "弹性元件式精密压力表", en: "Precision pressure gauge", model: "YB-150A", class: "0.4", mpe: "0.004",
				methods: "JJG 49-2013", traits: verified},
			{zh: "压力变送器", en: "Pressure transmitter", model: "PT-3051", class: "0.5", mpe: "0.005",
				methods: "JJG 882-2019 JJG 882-2004", traits: verified, source: model.SourceProcessControl},
		},
	}, {
		discipline: model.DisciplineMechanics, quantity: "mass", unit: `\gram`, errUnit: `\milli\gram`, at: "1 10 50 100 200",
		national: device{zh: "E1等级砝码标准组", en: "Reference weights of class E1", model: "WN-E1", class: "E1",
			mpe: "0.010 0.020 0.030 0.05 0.10", methods: "JJG 99-2022 JJG 99-2006", traits: measure},
		provincial: device{zh: "E2等级砝码", en: "Weights of class E2", model: "W-E2", class: "E2",
			mpe: "0.03 0.06 0.10 0.16 0.3", methods: "JJG 99-2022 JJG 99-2006", traits: measure | verified},
		standard: device{zh: "F1等级砝码", en: "Weights of class F1", model: "W-F1", class: "F1",
			mpe: "0.10 0.20 0.3 0.5 1.0", methods: "JJG 99-2022 JJG 99-2006", traits: measure | verified},
		working: []device{
			{zh: "M1等级砝码", en: "Weights of class M1", model: "W-M1", class: "M1", mpe: "1.0 2.0 3.0 5.0 10",
				methods: "JJG 99-2022 JJG 99-2006", traits: measure | verified | mandatory, source: model.SourceBusinessManagement},
			{zh: "电子天平", en: "Electronic balance", model: "EB-220A", class: "I", unit: `\gram`,
				mpe:     "0.0005 0.0005 0.0005 0.0010 0.0010",
				methods: "JJG 1036-2022 JJG 1036-2008", traits: verified | mandatory},
			{zh: "电子天平", en: "Electronic balance", model: "EB-220C", class: "II", unit: `\gram`,
				mpe: "0.005 0.005 0.005 0.010 0.010", methods: "JJG 1036-2022 JJG 1036-2008",
				traits: verified | mandatory, source: model.SourceBusinessManagement},
		},
	}, {
		discipline: model.DisciplineMechanics, quantity: "torque", unit: `\newton\metre`, at: "20 40 60 80 100",
		national: device{zh: "静重式扭矩基准机", en: "Deadweight torque standard machine", model: "TN-100", mpe: "0.005%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准扭矩仪", en: "Standard torque meter", model: "TM-100", class: "0.1", mpe: "0.1%",
			methods: "JJG 557-2011", traits: verified},
		standard: device{zh: "扭矩扳子检定仪", en: "Torque wrench tester", model: "TWT-100", class: "0.3", mpe: "0.3%",
			methods: "JJG 797-2013", traits: verified},
		working: []device{
			{zh: "示值式扭矩扳子", en: "Indicating torque wrench", model: "TW-100D", class: "3", mpe: "3%",
				methods: "JJG 707-2014", traits: verified, source: model.SourceProcessControl, months: 6},
			{zh: "预置式扭矩扳子", en: "Setting torque wrench", model: "TW-100C", class: "4", mpe: "4%",
				methods: "JJG 707-2014", traits: verified, source: model.SourceProcessControl},
		},
	}, {
		discipline: model.DisciplineMechanics, quantity: "volume", unit: `\milli\litre`, at: "1 5 10 25 50",
		national: device{zh: "衡量法容量标准装置", en: "Gravimetric volume standard", model: "VN-G",
			mpe: "0.0005 0.001 0.0015 0.002 0.003", methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "一等标准玻璃量器", en: "Standard glassware, class 1", model: "SG-1", class: "一等",
			mpe: "0.0012 0.0025 0.004 0.006 0.010", methods: "JJG 20-2001", traits: measure | verified},
		standard: device{zh: "二等标准玻璃量器", en: "Standard glassware, class 2", model: "SG-2", class: "二等",
			mpe: "0.003 0.006 0.008 0.012 0.020", methods: "JJG 20-2001", traits: measure | verified},
		working: []device{
			{zh: "单标线吸量管", en: "One-mark pipette", model: "P-A", class: "A", mpe: "0.007 0.015 0.020 0.030 0.050",
				methods: "JJG 196-2006", traits: measure | verified, months: 36},
			{zh: "单标线吸量管", en: "One-mark pipette", model: "P-B", class: "B", mpe: "0.015 0.030 0.040 0.060 0.100",
				methods: "JJG 196-2006", traits: measure | verified, months: 36},
		},
	}}
}
