package sample

import "metrograph/model"

// A norm is a row of the table of methods. Codes and titles are those of real documents.
type norm struct {
	code       string
	zh, en     string
	discipline model.Discipline
	from       model.Date // in force from; empty where only the year is known, which the code ends in
	by         string     // the code of the norm that superseded it
}

// norms lists the methods, each after the one that superseded it.
func norms() []norm {
	var all []norm
	for _, list := range [][]norm{generalNorms(), physicalNorms(), electricalNorms(), radiationNorms()} {
		all = append(all, list...)
	}
	return all
}

func generalNorms() []norm {
	return []norm{
		{code: "JJF 1059.1-2012", zh: "测量不确定度评定与表示", en: "Evaluation and Expression of Uncertainty in Measurement"},
		{code: "JJF 1094-2002", zh: "测量仪器特性评定", en: "Evaluation of the Characteristics of Measuring Instruments"},
		{code: "JJF 1033-2023", zh: "计量标准考核规范", en: "Rule for the Examination of Measurement Standards", from: "2023-09-15"},
		{code: "JJF 1033-2016", zh: "计量标准考核规范", en: "Rule for the Examination of Measurement Standards", by: "JJF 1033-2023"},
		{code: "JJF 1015-2014", zh: "计量器具型式评价通用规范", en: "General Norm for Pattern Evaluation of Measuring Instruments"},
		{code: "GB/T 27025-2019", zh: "检测和校准实验室能力的通用要求",
			en: "General Requirements for the Competence of Testing and Calibration Laboratories"},
		{code: "ISO/IEC 17025:2017", zh: "检测和校准实验室能力的通用要求",
			en: "General requirements for the competence of testing and calibration laboratories"},
		{code: "EURAMET cg-18", zh: "非自动衡器校准指南", en: "Guidelines on the Calibration of Non-Automatic Weighing Instruments",
			discipline: model.DisciplineMechanics},
	}
}

func physicalNorms() []norm {
	const length, thermal, mechanics = model.DisciplineLength, model.DisciplineThermal, model.DisciplineMechanics
	return []norm{
		{code: "JJG 146-2011", zh: "量块", en: "Gauge Blocks", discipline: length},
		{code: "JJG 21-2008", zh: "千分尺", en: "Micrometers", discipline: length},
		{code: "JJG 30-2012", zh: "通用卡尺", en: "Calipers", discipline: length},
		{code: "JJG 4-2015", zh: "钢卷尺", en: "Steel Measuring Tapes", discipline: length},
		{code: "JJG 160-2007", zh: "标准铂电阻温度计", en: "Standard Platinum Resistance Thermometers", discipline: thermal},
		{code: "JJG 229-2010", zh: "工业铂、铜热电阻", en: "Industrial Platinum and Copper Resistance Thermometers", discipline: thermal},
		{code: "JJG 130-2011", zh: "工作用玻璃液体温度计", en: "Working Liquid-in-Glass Thermometers", discipline: thermal},
		{code: "JJG 75-1995", zh: "标准铂铑10-铂热电偶", en: "Standard Platinum-10% Rhodium/Platinum Thermocouples", discipline: thermal},
		{code: "JJG 141-2013", zh: "工作用贵金属热电偶", en: "Working Noble Metal Thermocouples", discipline: thermal},
		{code: "JJF 1637-2017", zh: "廉金属热电偶校准规范", en: "Calibration Specification for Base Metal Thermocouples", discipline: thermal},
		{code: "JJF 1076-2020", zh: "数字式温湿度计校准规范", en: "Calibration Specification for Digital Thermo-Hygrometers", discipline: thermal},
		{code: "JJF 1076-2001", zh: "湿度传感器校准规范", en: "Calibration Specification for Humidity Sensors", discipline: thermal,
			by: "JJF 1076-2020"},
		{code: "JJG 205-2005", zh: "机械式温湿度计", en: "Mechanical Thermo-Hygrometers", discipline: thermal},
		{code: "JJG 59-2022", zh: "液体活塞式压力计", en: "Hydraulic Piston Pressure Gauges", discipline: mechanics, from: "2023-03-26"},
		{code: "JJG 59-2007", zh: "活塞式压力计", en: "Piston Pressure Gauges", discipline: mechanics, from: "2008-11-01", by: "JJG 59-2022"},
		{code: "JJG 875-2019", zh: "数字压力计", en: "Digital Pressure Gauges", discipline: mechanics},
		{code: "JJG 875-2005", zh: "数字压力计", en: "Digital Pressure Gauges", discipline: mechanics, by: "JJG 875-2019"},
		{code: "JJG 52-2013", zh: "弹性元件式一般压力表、压力真空表和真空表", discipline: mechanics, from: "2013-12-27",
			en: "Elastic Element Pressure Gauges, Pressure-Vacuum Gauges and Vacuum Gauges for General Use"},
		{code: "JJG 49-2013", zh: "弹性元件式精密压力表和真空表", en: "Elastic Element Precise Pressure Gauges and Vacuum Gauges",
			discipline: mechanics},
		{code: "JJG 882-2019", zh: "压力变送器", en: "Pressure Transmitters", discipline: mechanics},
		{code: "JJG 882-2004", zh: "压力变送器", en: "Pressure Transmitters", discipline: mechanics, by: "JJG 882-2019"},
		{code: "JJG 99-2022", zh: "砝码", en: "Weights", discipline: mechanics, from: "2023-06-07"},
		{code: "JJG 99-2006", zh: "砝码", en: "Weights", discipline: mechanics, by: "JJG 99-2022"},
		{code: "OIML R 111-1:2004", zh: "砝码 第1部分:计量和技术要求", discipline: mechanics,
			en: "Weights of classes E1, E2, F1, F2, M1, M1–2, M2, M2–3 and M3 – Part 1: Metrological and technical requirements"},
		{code: "JJG 1036-2022", zh: "电子天平", en: "Electronic Balances", discipline: mechanics},
		{code: "JJG 1036-2008", zh: "电子天平", en: "Electronic Balances", discipline: mechanics, from: "2008-05-20", by: "JJG 1036-2022"},
		{code: "JJG 557-2011", zh: "标准扭矩仪", en: "Standard Torquemeters", discipline: mechanics},
		{code: "JJG 797-2013", zh: "扭矩扳子检定仪", en: "Torque Wrench Testers", discipline: mechanics},
		{code: "JJG 707-2014", zh: "扭矩扳子", en: "Torque Wrenches", discipline: mechanics},
		{code: "JJG 20-2001", zh: "标准玻璃量器", en: "Standard Glass Volumetric Ware", discipline: mechanics},
		{code: "JJG 196-2006", zh: "常用玻璃量器", en: "Working Glass Containers", discipline: mechanics},
	}
}

func electricalNorms() []norm {
	const em, radio, tf = model.DisciplineElectromagnetics, model.DisciplineRadio, model.DisciplineTimeFrequency
	return []norm{
		{code: "JJF 1638-2017", zh: "多功能标准源校准规范", en: "Calibration Specification for Multifunction Standard Sources", discipline: em},
		{code: "JJF 1587-2016", zh: "数字多用表校准规范", en: "Calibration Specification for Digital Multimeters", discipline: em},
		{code: "JJG 982-2003", zh: "直流电阻箱", en: "DC Resistance Boxes", discipline: em},
		{code: "JJG 366-2004", zh: "接地电阻表", en: "Earth Resistance Meters", discipline: em},
		{code: "JJG 1085-2013", zh: "标准电能表", en: "Reference Meters for Electrical Energy", discipline: em, from: "2013-08-27"},
		{code: "JJG 597-2005", zh: "交流电能表检定装置", en: "Verification Equipment for AC Electrical Energy Meters", discipline: em},
		{code: "JJG 596-2012", zh: "电子式交流电能表", en: "Electrical Meters for Measuring Alternating-Current Electrical Energy", discipline: em},
		{code: "DL/T 448-2016", zh: "电能计量装置技术管理规程", en: "Technical Administrative Code of Electric Energy Metering", discipline: em},
		{code: "JJF 1396-2013", zh: "频谱分析仪校准规范", en: "Calibration Specification for Spectrum Analyzers", discipline: radio},
		{code: "JJF 1931-2021", zh: "信号发生器校准规范", en: "Calibration Specification for Signal Generators", discipline: radio, from: "2022-04-18"},
		{code: "JJG 173-2003", zh: "信号发生器", en: "Signal Generators", discipline: radio, from: "2004-05-24", by: "JJF 1931-2021"},
		{code: "JJF 1495-2014", zh: "矢量网络分析仪校准规范", en: "Calibration Specification for Vector Network Analyzers", discipline: radio},
		{code: "JJG 492-2009", zh: "铯原子频率标准", en: "Caesium Atomic Frequency Standards", discipline: tf},
		{code: "JJF 1957-2021", zh: "铷原子频率标准校准规范", discipline: tf, from: "2022-06-28",
			en: "Calibration Specification for Rubidium Atomic Frequency Standards"},
		{code: "JJG 292-2009", zh: "铷原子频率标准", en: "Rubidium Atomic Frequency Standards", discipline: tf, by: "JJF 1957-2021"},
		{code: "JJG 181-2005", zh: "石英晶体频率标准", en: "Quartz Crystal Frequency Standards", discipline: tf},
		{code: "JJG 349-2014", zh: "通用计数器", en: "Universal Counters", discipline: tf},
		{code: "JJG 601-2003", zh: "时间检定仪", en: "Time Verification Instruments", discipline: tf},
		{code: "JJG 237-2010", zh: "秒表", en: "Stopwatches", discipline: tf},
	}
}

func radiationNorms() []norm {
	const optics, acoustics = model.DisciplineOptics, model.DisciplineAcoustics
	const ionizing, chemistry = model.DisciplineIonizingRadiation, model.DisciplineChemistry
	return []norm{
		{code: "JJG 211-2005", zh: "亮度计", en: "Luminance Meters", discipline: optics},
		{code: "JJG 245-2005", zh: "光照度计", en: "Illuminance Meters", discipline: optics},
		{code: "JJG 249-2004", zh: "0.1 mW~200 W激光功率计", en: "0.1 mW~200 W Laser Power Meters", discipline: optics},
		{code: "JJG 790-2005", zh: "实验室标准传声器(耦合腔互易法)", en: "Laboratory Standard Microphones (Coupler Reciprocity Method)",
			discipline: acoustics},
		{code: "JJG 175-2015", zh: "工作标准传声器(静电激励器法)", en: "Working Standard Microphones (Electrostatic Actuator Method)",
			discipline: acoustics},
		{code: "JJG 176-2022", zh: "声校准器", en: "Sound Calibrators", discipline: acoustics, from: "2022-10-29"},
		{code: "JJG 176-2005", zh: "声校准器", en: "Sound Calibrators", discipline: acoustics, by: "JJG 176-2022"},
		{code: "JJG 188-2017", zh: "声级计", en: "Sound Level Meters", discipline: acoustics, from: "2018-05-20"},
		{code: "JJG 188-2002", zh: "声级计", en: "Sound Level Meters", discipline: acoustics, by: "JJG 188-2017"},
		{code: "JJG 388-2012", zh: "测听设备 纯音听力计", en: "Audiometric Equipment: Pure-Tone Audiometers", discipline: acoustics},
		{code: "JJG 521-2006", zh: "环境监测用X、γ辐射空气比释动能(吸收剂量)率仪", discipline: ionizing,
			en: "X and Gamma Radiation Air Kerma (Absorbed Dose) Rate Meters for Environmental Monitoring"},
		{code: "JJG 393-2018", zh: "便携式X、γ辐射周围剂量当量(率)仪和监测仪", discipline: ionizing,
			en: "Portable Ambient Dose Equivalent (Rate) Meters and Monitors for X and Gamma Radiation"},
		{code: "JJG 393-2003", zh: "辐射防护用X、γ辐射剂量当量(率)仪和监测仪", discipline: ionizing, by: "JJG 393-2018",
			en: "X and Gamma Radiation Dose Equivalent (Rate) Meters and Monitors for Radiation Protection"},
		{code: "JJG 377-2019", zh: "放射性活度计", en: "Radionuclide Activity Meters", discipline: ionizing},
		{code: "JJG 377-1998", zh: "放射性活度计", en: "Radionuclide Activity Meters", discipline: ionizing, by: "JJG 377-2019"},
		{code: "JJF 1343-2022", zh: "标准物质的定值及均匀性、稳定性评估", discipline: chemistry,
			en: "Characterization, Homogeneity and Stability Assessment of Reference Materials"},
		{code: "JJF 1343-2012", zh: "标准物质定值的通用原则及统计学原理", discipline: chemistry, by: "JJF 1343-2022",
			en: "General and Statistical Principles for Characterization of Reference Materials"},
		{code: "JJG 119-2018", zh: "实验室pH(酸度)计", en: "Laboratory pH Meters", discipline: chemistry},
		{code: "JJG 119-2005", zh: "实验室pH(酸度)计", en: "Laboratory pH Meters", discipline: chemistry, by: "JJG 119-2018"},
		{code: "JJG 635-2011", zh: "一氧化碳、二氧化碳红外气体分析器", en: "Carbon Monoxide and Carbon Dioxide Infrared Gas Analyzers",
			discipline: chemistry},
		{code: "JJG 693-2011", zh: "可燃气体检测报警器", en: "Alarmer Detectors of Combustible Gas", discipline: chemistry},
		{code: "JJG 376-2007", zh: "电导率仪", en: "Electrolytic Conductivity Meters", discipline: chemistry},
	}
}
