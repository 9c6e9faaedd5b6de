package sample

import "metrograph/model"

func opticsLines() []line {
	return []line{{
		discipline: model.DisciplineOptics, quantity: "luminance", unit: `\candela\metre\tothe{-2}`, at: "10 100 1000 3000 10000",
		national: device{zh: "光亮度国家基准装置", en: "National luminance standard", model: "LN-1", mpe: "0.4%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准亮度源", en: "Standard luminance source", model: "LS-100", mpe: "1%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "标准亮度计", en: "Standard luminance meter", model: "LM-S", class: "标准级", mpe: "2%",
			methods: "JJG 211-2005", traits: verified},
		working: []device{
			{zh: "亮度计", en: "Luminance meter", model: "LM-3", class: "一级", mpe: "5%", methods: "JJG 211-2005", traits: verified},
			{zh: "亮度计", en: "Luminance meter", model: "LM-5", class: "二级", mpe: "10%", methods: "JJG 211-2005", traits: verified},
		},
	}, {
		discipline: model.DisciplineOptics, quantity: "illuminance", unit: `\lux`, at: "20 200 1000 2000",
		national: device{zh: "发光强度国家基准灯组", en: "National luminous intensity standard lamps", model: "BDQ-N", mpe: "0.4%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "发光强度标准灯", en: "Luminous intensity standard lamp", model: "BDQ-8", class: "一级", mpe: "1.0%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "标准照度计", en: "Standard illuminance meter", model: "IM-S", class: "标准级", mpe: "2%",
			methods: "JJG 245-2005", traits: verified},
		working: []device{
			{zh: "光照度计", en: "Illuminance meter", model: "IM-2", class: "一级", mpe: "4%", methods: "JJG 245-2005",
				traits: verified | mandatory, source: model.SourceSafetyEnvironment},
			{zh: "光照度计", en: "Illuminance meter", model: "IM-4", class: "二级", mpe: "8%", methods: "JJG 245-2005",
				traits: verified | mandatory, source: model.SourceSafetyEnvironment},
		},
	}, {
		discipline: model.DisciplineOptics, quantity: "power", unit: `\milli\watt`, at: "1 10 50 100 200",
		national: device{zh: "激光小功率基准装置", en: "Low laser power standard", model: "LPN-1", mpe: "0.3%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准激光功率计", en: "Standard laser power meter", model: "LP-1S", mpe: "1%",
			methods: "JJG 249-2004", traits: verified},
		standard: device{zh: "工作标准激光功率计", en: "Working standard laser power meter", model: "LP-2S", mpe: "2%",
			methods: "JJG 249-2004", traits: verified},
		working: []device{
			{zh: "激光功率计", en: "Laser power meter", model: "LP-3A", mpe: "5%", methods: "JJG 249-2004", traits: verified},
			{zh: "光伏型激光功率计", en: "Photodiode laser power meter", model: "LP-3P",
				mpe: "8%", methods: "JJG 249-2004", traits: verified},
		},
	}}
}

func acousticsLines() []line {
	return []line{{
		discipline: model.DisciplineAcoustics, quantity: "soundPressureLevel", unit: `\deci\bel`, at: "74 84 94 104 114",
		national: device{zh: "耦合腔互易法声压基准装置", en: "Sound pressure standard by reciprocity", model: "SPN-1", mpe: "0.03",
			methods: "JJG 790-2005"},
		provincial: device{zh: "工作标准传声器", en: "Working standard microphone", model: "WS-2P", mpe: "0.08",
			methods: "JJG 175-2015", traits: verified},
		standard: device{zh: "声校准器", en: "Sound calibrator", model: "SC-1", class: "1", mpe: "0.25",
			methods: "JJG 176-2022 JJG 176-2005", traits: verified},
		working: []device{
			{zh: "声级计", en: "Sound level meter", model: "SLM-1", class: "1", mpe: "0.8", methods: "JJG 188-2017 JJG 188-2002",
				traits: verified | mandatory, source: model.SourceSafetyEnvironment},
			{zh: "声级计", en: "Sound level meter", model: "SLM-2", class: "2", mpe: "1.1", methods: "JJG 188-2017 JJG 188-2002",
				traits: verified | mandatory, source: model.SourceSafetyEnvironment},
			{zh: "积分平均声级计", en: "Integrating-averaging sound level meter", model: "SLM-1I", class: "1", mpe: "0.8",
				methods: "JJG 188-2017 JJG 188-2002", traits: verified},
		},
	}, {
		discipline: model.DisciplineAcoustics, quantity: "hearingLevel", unit: `\deci\bel`, at: "20 40 60 80 100",
		national: device{zh: "听力零级标准装置", en: "Audiometric zero standard", model: "AZN-1", mpe: "0.1",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准仿真耳", en: "Standard ear simulator", model: "ES-1", mpe: "0.3",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		standard: device{zh: "听力计检定装置", en: "Audiometer test equipment", model: "AT-1", mpe: "0.8",
			methods: "JJG 388-2012"},
		working: []device{
			{zh: "纯音听力计", en: "Pure-tone audiometer", model: "PA-1", class: "1", mpe: "3", methods: "JJG 388-2012",
				traits: verified | mandatory, source: model.SourceSafetyEnvironment},
			{zh: "筛选听力计", en: "Screening audiometer", model: "PA-4", class: "4", mpe: "5", methods: "JJG 388-2012",
				traits: verified | mandatory, source: model.SourceSafetyEnvironment},
		},
	}}
}

func ionizingLines() []line {
	return []line{{
		discipline: model.DisciplineIonizingRadiation, quantity: "doseEquivalentRate", unit: `\micro\sievert\hour\tothe{-1}`, at: "5 20 200 2000",
		national: device{zh: "γ射线空气比释动能基准装置", en: "Gamma air kerma standard", model: "GKN-1", mpe: "1.5%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准电离室剂量计", en: "Standard ionization chamber dosimeter", model: "IC-32", mpe: "4%",
			methods: "JJG 521-2006", traits: verified},
		standard: device{zh: "工作标准剂量率仪", en: "Working standard dose rate meter", model: "DR-1S", mpe: "8%",
			methods: "JJG 521-2006", traits: verified},
		working: []device{
			{zh: "便携式X、γ辐射剂量当量率仪", en: "Portable X and gamma dose rate meter", model: "RM-2000", mpe: "20%",
				methods: "JJG 393-2018 JJG 393-2003", traits: verified | mandatory, source: model.SourceSafetyEnvironment},
			{zh: "固定式γ辐射监测仪", en: "Fixed gamma radiation monitor", model: "GM-5", mpe: "20%",
				methods: "JJG 393-2018 JJG 393-2003", traits: verified | mandatory, source: model.SourceEnergy},
		},
	}, {
		discipline: model.DisciplineIonizingRadiation, quantity: "activity", unit: `\kilo\becquerel`, at: "50 200 1000 5000",
		national: device{zh: "4π活度绝对测量装置", en: "4π absolute activity standard", model: "4PN-1", mpe: "0.8%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "标准活度计", en: "Standard activity meter", model: "AM-S", mpe: "2%",
			methods: "JJG 377-2019 JJG 377-1998", traits: verified},
		standard: device{zh: "参考放射源组", en: "Reference source set", model: "RS-4", mpe: "4%",
			methods: "JJF 1033-2023 JJF 1033-2016", traits: measure},
		working: []device{
			{zh: "放射性活度计", en: "Radionuclide activity meter", model: "AM-2", class: "II", mpe: "10%",
				methods: "JJG 377-2019 JJG 377-1998", traits: verified | mandatory, source: model.SourceSafetyEnvironment},
		},
	}}
}

func chemistryLines() []line {
	return []line{{
		discipline: model.DisciplineChemistry, quantity: "acidity", unit: `\one`, at: "4.00 6.86 9.18",
		national: device{zh: "pH国家基准装置", en: "National pH standard", model: "PHN-1", mpe: "0.003",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "pH一级标准物质", en: "Primary pH reference material", model: "GBW-DEMO-PH1", class: "一级", mpe: "0.008",
			methods: "JJF 1343-2022 JJF 1343-2012", traits: measure | material},
		standard: device{zh: "pH二级标准物质", en: "Secondary pH reference material", model: "GBW-DEMO-PH2", class: "二级", mpe: "0.015",
			methods: "JJF 1343-2022 JJF 1343-2012", traits: measure | material},
		working: []device{
			{zh: "实验室pH(酸度)计", en: "Laboratory pH meter", model: "PHS-3E", class: "0.01", mpe: "0.05",
				methods: "JJG 119-2018 JJG 119-2005", traits: verified},
			{zh: "便携式pH计", en: "Portable pH meter", model: "PHB-4", class: "0.1", mpe: "0.1",
				methods: "JJG 119-2018 JJG 119-2005", traits: verified},
		},
	}, {
		discipline: model.DisciplineChemistry, quantity: "amountFraction", unit: `\micro\mole\mole\tothe{-1}`, at: "50 200 500 1000",
		national: device{zh: "称量法配气基准装置", en: "Gravimetric gas mixture standard", model: "GGN-1", mpe: "0.3%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "一氧化碳气体一级标准物质", en: "Primary CO gas reference material", model: "GBW-DEMO-CO1", class: "一级",
			mpe:     "1%",
			methods: "JJF 1343-2022 JJF 1343-2012", traits: measure | material},
		standard: device{zh: "一氧化碳气体二级标准物质", en: "Secondary CO gas reference material", model: "GBW-DEMO-CO2", class: "二级",
			mpe:     "2%",
			methods: "JJF 1343-2022 JJF 1343-2012", traits: measure | material},
		working: []device{
			{zh: "一氧化碳红外气体分析器", en: "Infrared CO gas analyser", model: "GA-CO", mpe: "5%", methods: "JJG 635-2011",
				traits: verified, source: model.SourceSafetyEnvironment},
			{zh: "可燃气体检测报警器", en: "Combustible gas detector", model: "CGD-1", unit: `\percent`, quantity: "volumeFraction",
				at:  "10 40 60",
				mpe: "5", methods: "JJG 693-2011", traits: verified | mandatory, source: model.SourceSafetyEnvironment},
		},
	}, {
		discipline: model.DisciplineChemistry, quantity: "conductivity", unit: `\micro\siemens\centi\metre\tothe{-1}`, at: "84 147 1413 12880",
		national: device{zh: "电导率基准装置", en: "Conductivity standard", model: "CDN-1", mpe: "0.05%",
			methods: "JJF 1033-2023 JJF 1033-2016"},
		provincial: device{zh: "电导率一级标准物质", en: "Primary conductivity reference material", model: "GBW-DEMO-EC1", class: "一级",
			mpe:     "0.2%",
			methods: "JJF 1343-2022 JJF 1343-2012", traits: measure | material},
		standard: device{zh: "电导率二级标准物质", en: "Secondary conductivity reference material", model: "GBW-DEMO-EC2", class: "二级",
			mpe:     "0.4%",
			methods: "JJF 1343-2022 JJF 1343-2012", traits: measure | material},
		working: []device{
			{zh: "实验室电导率仪", en: "Laboratory conductivity meter", model: "DDS-11", class: "1.0",
				mpe: "1.0%", methods: "JJG 376-2007",
				traits: verified},
			{zh: "在线电导率仪", en: "On-line conductivity meter", model: "DDG-5", class: "2.0", mpe: "2.0%", methods: "JJG 376-2007",
				traits: verified, source: model.SourceProcessControl},
		},
	}}
}
