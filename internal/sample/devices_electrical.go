package sample

import "metrograph/model"

func electromagneticsLines() []line {
	return []line{{
		discipline: model.DisciplineElectromagnetics, quantity: "voltage", unit: `\volt`, at: "0.1 1 10 100 1000",
		national: device{zh: "约瑟夫森电压基准装置", en: "Josephson voltage standard", model: "JVN-10",
			mpe: "0.00002%", methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "多功能标准源", en: "Multifunction calibrator", model: "MC-5700", mpe: "0.0005%",
			methods: "JJF 1638-2017"},
		standard: device{zh: "八位半数字多用表", en: "Digital multimeter, 8½ digits", model: "DM-858", mpe: "0.002%",
			methods: "JJF 1587-2016"},
		working: []device{
			{zh: "六位半数字多用表", en: "Digital multimeter, 6½ digits", model: "DM-656", mpe: "0.01%", methods: "JJF 1587-2016"},
			{zh: "手持式数字多用表", en: "Handheld digital multimeter", model: "DM-41H", mpe: "0.0005+0.5%", methods: "JJF 1587-2016",
				source: model.SourceProcessControl},
		},
	}, {
		discipline: model.DisciplineElectromagnetics, quantity: "resistance", unit: `\ohm`, at: "1 10 100 1000 10000",
		national: device{zh: "量子化霍尔电阻基准装置", en: "Quantum Hall resistance standard", model: "QHN-1", mpe: "0.00005%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "直流标准电阻器组", en: "Standard resistors", model: "SR-5", class: "0.001", mpe: "0.001%",
			methods: "JJF 1033-2023 JJF 1033-2016", traits: measure},
		standard: device{zh: "直流标准电阻箱", en: "Standard resistance box", model: "RB-01", class: "0.01", mpe: "0.01%",
			methods: "JJG 982-2003", traits: measure | verified},
		working: []device{
			{zh: "直流电阻箱", en: "DC decade resistor", model: "ZX-21", class: "0.1", mpe: "0.1%", methods: "JJG 982-2003",
				traits: measure | verified},
			{zh: "接地电阻表", en: "Earth resistance meter", model: "ER-4", class: "3", at: "1 5 10 50 100", mpe: "0.02+3%",
				methods: "JJG 366-2004", traits: verified | mandatory, source: model.SourceSafetyEnvironment},
		},
	}, {
		discipline: model.DisciplineElectromagnetics, quantity: "current", unit: `\ampere`, errUnit: `\percent`, at: "0.5 1 5 10 20",
		national: device{zh: "交流功率电能基准装置", en: "AC power and energy standard", model: "PEN-1", class: "0.005",
			mpe: "0.005", methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准电能表", en: "Reference energy meter", model: "REM-02", class: "0.02", mpe: "0.02",
			methods: "JJG 1085-2013", traits: verified},
		standard: device{zh: "交流电能表检定装置", en: "Test equipment for AC energy meters", model: "TEM-1", class: "0.1", mpe: "0.1",
			methods: "JJG 597-2005", traits: verified, source: model.SourceEnergy},
		working: []device{
			{zh: "电子式交流电能表", en: "Static AC energy meter", model: "DDS-1", class: "1", mpe: "1.5 1.0 1.0 1.0 1.0",
				methods: "JJG 596-2012", traits: verified | mandatory, source: model.SourceEnergy, months: 24},
			{zh: "关口电能表", en: "Gateway energy meter", model: "DSZ-05", class: "0.5S", mpe: "1.0 0.5 0.5 0.5 0.5",
				methods: "DL/T 448-2016", source: model.SourceEnergy},
		},
	}}
}

func radioLines() []line {
	return []line{{
		discipline: model.DisciplineRadio, quantity: "frequency", unit: `\mega\hertz`, errUnit: `\deci\bel`, at: "10 100 1000 10000 18000",
		national: device{zh: "微波功率基准装置", en: "Microwave power standard", model: "MPN-18", mpe: "0.02",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准功率计", en: "Standard power meter", model: "PM-18", mpe: "0.08",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "标准信号发生器", en: "Standard signal generator", model: "SG-20S", mpe: "0.30",
			methods: "JJF 1931-2021 JJG 173-2003"},
		working: []device{
			{zh: "频谱分析仪", en: "Spectrum analyser", model: "SA-26", mpe: "1.0 1.0 1.0 1.5 2.0", methods: "JJF 1396-2013"},
			{zh: "信号发生器", en: "Signal generator", model: "SG-20", mpe: "0.8 0.8 0.8 1.0 1.2",
				methods: "JJF 1931-2021 JJG 173-2003"},
		},
	}, {
		discipline: model.DisciplineRadio, quantity: "attenuation", unit: `\deci\bel`, at: "10 20 30 40 60",
		national: device{zh: "衰减基准装置", en: "Attenuation standard", model: "ATN-1", mpe: "0.003",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准接收机", en: "Standard measuring receiver", model: "MR-26", mpe: "0.012",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "标准步进衰减器", en: "Standard step attenuator", model: "SA-60", mpe: "0.04",
			methods: "JJF 1033-2023 JJF 1033-2016", traits: measure},
		working: []device{
			{zh: "矢量网络分析仪", en: "Vector network analyser", model: "NA-26", mpe: "0.10 0.10 0.15 0.20 0.50",
				methods: "JJF 1495-2014"},
			{zh: "无线电综合测试仪衰减单元", en: "Attenuator of a radio test set", model: "RT-60", mpe: "0.5",
				methods: "JJF 1495-2014", traits: measure, months: 24},
		},
	}}
}

func timeFrequencyLines() []line {
	return []line{{
		discipline: model.DisciplineTimeFrequency, quantity: "frequency", unit: `\mega\hertz`, errUnit: `\milli\hertz`, at: "1 5 10",
		national: device{zh: "铯原子频率标准", en: "Caesium frequency standard", model: "CsN-5", mpe: "0.001 0.005 0.010",
			methods: "JJG 492-2009"},
		provincial: device{zh: "铷原子频率标准", en: "Rubidium frequency standard", model: "Rb-10", mpe: "0.05 0.25 0.50",
			methods: "JJF 1957-2021 JJG 292-2009"},
		standard: device{zh: "石英晶体频率标准", en: "Quartz frequency standard", model: "QF-10", mpe: "1.0 5.0 10",
			methods: "JJG 181-2005", traits: verified},
		working: []device{
			{zh: "通用计数器", en: "Universal counter", model: "FC-53", mpe: "100 500 1000", methods: "JJG 349-2014", traits: verified},
			{zh: "高精度计数器", en: "High-resolution counter", model: "FC-91",
				mpe: "10 50 100", methods: "JJG 349-2014", traits: verified},
		},
	}, {
		discipline: model.DisciplineTimeFrequency, quantity: "time", unit: `\second`, at: "10 60 600 3600",
		national: device{zh: "时间间隔标准装置", en: "Time interval standard", model: "TIN-1", mpe: "0.00001",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准时间合成器", en: "Standard time synthesiser", model: "TS-2", mpe: "0.0002 0.0002 0.0004 0.0012",
			methods: "JJG 601-2003"},
		standard: device{zh: "时间检定仪", en: "Time tester", model: "TT-3", mpe: "0.002 0.002 0.004 0.010",
			methods: "JJG 601-2003", traits: verified},
		working: []device{
			{zh: "电子秒表", en: "Electronic stopwatch", model: "PC-396", mpe: "0.05 0.05 0.07 0.15", methods: "JJG 237-2010",
				traits: verified, source: model.SourceBusinessManagement},
			{zh: "机械秒表", en: "Mechanical stopwatch", model: "JM-504", mpe: "0.2 0.3 0.6 2.0", methods: "JJG 237-2010",
				traits: verified, source: model.SourceBusinessManagement, months: 24},
		},
	}}
}
