import { DeleteOutlined, SearchOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Checkbox, ConfigProvider, DatePicker, Form, Input, Modal, Progress, Radio, Rate, Select, Slider, Space, Steps, Switch, Table, Tabs, Tag } from 'antd';
import 'antd/dist/reset.css';
import dayjs from 'dayjs';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

interface Ship {
  key: number;
  name: string;
  from: string;
  tons: number;
}

const SHIPS: Ship[] = [
  { key: 1, name: 'Aurora', from: 'Bergen', tons: 1204 },
  { key: 2, name: 'Calypso', from: 'Malmö', tons: 87 },
  { key: 3, name: 'Ziska', from: 'Gdańsk', tons: 933 },
];

const COLUMNS = [
  { title: 'Ship', dataIndex: 'name', sorter: (a: Ship, b: Ship) => a.name.localeCompare(b.name) },
  { title: 'From', dataIndex: 'from', render: (it: string) => <Tag color="blue">{it}</Tag> },
  { title: 'Tons', dataIndex: 'tons', align: 'right' as const, defaultSortOrder: 'descend' as const, sorter: (a: Ship, b: Ship) => a.tons - b.tons },
];

function App() {
  const [asks, setAsks] = useState(false);
  return (
    <Card title="Harbour" extra={<Button id="ask" danger icon={<DeleteOutlined />} onClick={() => setAsks(true)}>Delete</Button>}>
      <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
        <Alert type="warning" showIcon title="Fog until noon" description="Keep to the buoys." />
        <Steps current={1} items={[{ title: 'Sea' }, { title: 'Pilot' }, { title: 'Quay' }]} />
        <Form layout="inline" initialValues={{ name: 'Aurora', kind: 'ferry', night: true, way: 1 }}>
          <Form.Item label="Name" name="name" rules={[{ required: true }]}><Input prefix={<SearchOutlined />} allowClear /></Form.Item>
          <Form.Item label="Kind" name="kind"><Select style={{ width: 120 }} options={[{ value: 'ferry', label: 'Ferry' }, { value: 'tug', label: 'Tug' }]} /></Form.Item>
          <Form.Item label="Day"><DatePicker id="day" value={dayjs('2024-05-17')} /></Form.Item>
          <Form.Item name="night" valuePropName="checked"><Switch /></Form.Item>
          <Form.Item name="way"><Radio.Group><Radio value={1}>In</Radio><Radio value={2}>Out</Radio></Radio.Group></Form.Item>
          <Form.Item><Checkbox defaultChecked>Tug</Checkbox></Form.Item>
          <Form.Item><Button type="primary">Save</Button></Form.Item>
        </Form>
        <Tabs items={[{ key: 'a', label: 'Ships', children: <Table<Ship> columns={COLUMNS} dataSource={SHIPS} rowSelection={{ defaultSelectedRowKeys: [2] }} /> }, { key: 'b', label: 'Quays', children: null }]} />
        <Progress percent={62} /><Slider defaultValue={30} /><Rate allowHalf defaultValue={2.5} />
      </Space>
      <Modal title="Delete Aurora?" open={asks} onCancel={() => setAsks(false)}>It cannot be had back.</Modal>
    </Card>
  );
}

createRoot(document.getElementById('root')!).render(
  <ConfigProvider theme={{ token: { motion: false, colorPrimary: '#7a3cff' } }}>
    <App />
  </ConfigProvider>,
);
